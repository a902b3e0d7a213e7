import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { homeOption, jsonOption, wholeNumber } from '../options.js';

interface Options {
  readonly home?: string;
  readonly port?: number;
  readonly demo: boolean;
  readonly newKey?: true;
  readonly json?: true;
  readonly playbooks?: string;
}

/** `sopwith up` (= `npm start`): the whole local stack until Ctrl-C. */
export function upCommand(cli: Cli): Command {
  return new Command('up')
    .description('Starts the whole local stack (PostgreSQL, Temporal, mail catcher, API, worker) until Ctrl-C; its data stays')
    .option('--port <port>', 'port of the API (default: PORT, else 3400)', wholeNumber(0, 65_535))
    .option('--playbooks <dir>', 'book to publish (default: the shipped playbooks)')
    .option('--no-demo', 'do not load the demo book into an empty database')
    .option('--new-key', 'make one more API key and show it once')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith up --port 3500\n')
    .action(
      cli.run(async (options: Options) => {
        const { runUp } = await import('../up/run-up.js');
        await runUp(cli, options);
        return EXIT.done;
      }),
    );
}
