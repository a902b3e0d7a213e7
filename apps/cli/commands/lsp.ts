import { Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';

/** `sopwith lsp`: the language server that editors start. */
export function lspCommand(cli: Cli): Command {
  const { streams } = cli.terminal;
  return (
    new Command('lsp')
      .description('A language server for editors: mistakes as you type, completion, hover, quick fixes (over stdin and stdout)')
      // Editors add it to every server they start this way.
      .addOption(new Option('--stdio', 'the only way there is').hideHelp())
      .addHelpText('after', '\nExample (an editor starts it, with the folder of the book open):\n  npx sopwith lsp --stdio\n')
      .action(
        cli.run(async () => {
          const { serveLanguage } = await import('../lsp/language-server.js');
          await serveLanguage(streams.stdin, streams.stdout);
          return EXIT.done;
        }),
      )
  );
}
