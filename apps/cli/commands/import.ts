import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { homeOption, jsonOption } from '../options.js';

interface Options {
  readonly json?: true;
  readonly home?: string;
  readonly mapping?: string;
  readonly rejects?: string;
}

/** `sopwith import PATH`: CSV files to accounts, contacts, subscriptions, events and metrics. */
export function importCommand(cli: Cli): Command {
  return new Command('import')
    .description('Takes a folder of CSV files into the running stack; again and again if you like, nothing is doubled')
    .argument(
      '<path>',
      'folder with members.csv, accounts.csv, contacts.csv, subscriptions.csv, events.csv, metrics.csv, or one of them',
    )
    .option('--mapping <file>', 'YAML file that says which column is what (default: mapping.yaml in the folder)')
    .option('--rejects <dir>', 'where rows that cannot be taken go, with line and reason (default: rejected/ in the home folder)')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith import ./export --mapping ./export/mapping.yaml\n')
    .action(
      cli.run(async (path: string, options: Options) => {
        const { runImport } = await import('../import/run-import.js');
        return (await runImport(cli, path, options)) > 0 ? EXIT.found : EXIT.done;
      }),
    );
}
