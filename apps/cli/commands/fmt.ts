import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { jsonOption } from '../options.js';

interface Options {
  readonly check?: true;
  readonly json?: true;
}

/** `sopwith fmt`: one layout for every playbook, comments kept. */
export function fmtCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('fmt')
    .description(
      'Lays YAML files out: keys in canonical order, two spaces, no needless quotes; comments stay, the meaning does not change',
    )
    .argument('[paths...]', 'files or folders (default: playbooks)')
    .option('--check', 'change nothing; exit 1 and list the files that are laid out otherwise')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith fmt --check playbooks\n')
    .action(
      cli.run(async (paths: string[], options: Options) => {
        const { readBooks } = await import('../book-files.js');
        const { writeFileAtomic } = await import('../write-file-atomic.js');
        const { formatDiagnostic } = await import('../../../workflows/language/format-diagnostic.js');
        const { formatPlaybook } = await import('../../../workflows/language/format/format-playbook.js');
        const selection = readBooks(paths.length > 0 ? paths : ['playbooks']);
        const files = selection.books.flat().filter(({ path }) => selection.asked(path) && /\.ya?ml$/.test(path));
        const results = files.map((file) => ({ file, ...formatPlaybook(file) }));
        const changed = results.flatMap(({ file, text }) =>
          text === null || text === file.text ? [] : [{ path: file.path, text }],
        );
        const left = results.filter(({ text }) => text === null);
        if (!options.check) for (const { path, text } of changed) writeFileAtomic(resolve(path), text);
        if (options.json) {
          const listed = left.map(({ file, diagnostics }) => ({
            file: file.path,
            diagnostics: diagnostics.map(({ span, code, message }) => ({ line: span.line, column: span.column, code, message })),
          }));
          terminal.json({ files: files.length, changed: changed.map(({ path }) => path), left: listed });
        } else {
          for (const { path } of changed) terminal.print(options.check ? path : `${path} is laid out anew`);
          for (const { file, diagnostics } of left) {
            terminal.print(`${file.path} is left alone${diagnostics.length > 0 ? ', it cannot be read' : ''}`);
            for (const one of diagnostics) terminal.print(formatDiagnostic(one, file.text, terminal.color.isColorSupported));
          }
          const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
          const what = options.check ? `${changed.length} to be laid out` : `${changed.length} laid out`;
          terminal.print(`${count(files.length, 'file')}: ${what}, ${left.length} left alone`);
        }
        return left.length > 0 || (options.check && changed.length > 0) ? EXIT.found : EXIT.done;
      }),
    );
}
