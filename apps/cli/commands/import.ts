import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { homeOption, jsonOption } from '../options.js';

interface Options {
  readonly json?: true;
  readonly home?: string;
  readonly mapping?: string;
}

/** `sopwith import DIR`: CSV files to accounts, contacts, subscriptions, events and metrics. */
export function importCommand(cli: Cli): Command {
  return new Command('import')
    .description('Takes a folder of CSV files into the running stack; again and again if you like, nothing is doubled')
    .argument('<dir>', 'folder with accounts.csv, contacts.csv, subscriptions.csv, events.csv, metrics.csv, members.csv')
    .option('--mapping <file>', 'YAML file that says which column is what (default: mapping.yaml in the folder)')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith import ./export --mapping ./export/mapping.yaml\n')
    .action(
      cli.run(async (dir: string, options: Options) => {
        const { runImport } = await import('../import/run-import.js');
        await runImport(cli, dir, options);
        return EXIT.done;
      }),
    );
}
