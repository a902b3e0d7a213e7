import { Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { homeOption, jsonOption, wholeNumber } from '../options.js';
import { byOption, saidText, saying, type SaidOptions } from '../orders/said-options.js';
import type { MigrateOptions } from '../orders/migrate-playbook.js';

const LARGEST = 2_147_483_647;

/** `sopwith playbook`: what becomes of a published playbook and its live runs. */
export function playbookCommand(cli: Cli): Command {
  return new Command('playbook')
    .description('Retires and reopens a published playbook, or moves its live runs to another version')
    .addCommand(retireCommand(cli))
    .addCommand(reopenCommand(cli))
    .addCommand(migrateCommand(cli));
}

function retireCommand(cli: Cli): Command {
  const command = new Command('retire')
    .description('Takes a playbook out of use, with all its versions: nobody enters it any more')
    .argument('<id>', "the playbook's id")
    .addOption(
      new Option('--mode <mode>', 'live runs finish (drain), are cancelled (stop), or are paused until it is reopened (freeze)')
        .choices(['drain', 'stop', 'freeze'])
        .makeOptionMandatory(),
    );
  return saying(command)
    .addHelpText(
      'after',
      '\nExample:\n  npx sopwith playbook retire usage_drop_rescue --mode drain --reason "Replaced by the new one"\n',
    )
    .action(
      cli.run(async (id: string, options: SaidOptions & { readonly mode: 'drain' | 'stop' | 'freeze' }) =>
        (await import('../orders/retire-playbook.js')).retirePlaybook(cli, id, options),
      ),
    );
}

function reopenCommand(cli: Cli): Command {
  const command = new Command('reopen')
    .description('Takes a retired playbook into use again; the runs that its freeze paused go on')
    .argument('<id>', "the playbook's id");
  return saying(command)
    .addHelpText('after', '\nExample:\n  npx sopwith playbook reopen usage_drop_rescue --reason "The texts are right now"\n')
    .action(
      cli.run(async (id: string, options: SaidOptions) =>
        (await import('../orders/retire-playbook.js')).reopenPlaybook(cli, id, options),
      ),
    );
}

function migrateCommand(cli: Cli): Command {
  return new Command('migrate')
    .description('Shows what moving live runs to another version would do, run by run; --apply carries it out')
    .argument('<id>', "the playbook's id")
    .addOption(
      new Option('--to <version>', 'the published version to move to').argParser(wholeNumber(1, LARGEST)).makeOptionMandatory(),
    )
    .option('--from <version>', 'only runs on this version', wholeNumber(1, LARGEST))
    .option('--run <id>', 'only this run')
    .option('--apply', 'carry it out (default: only show it)')
    .addOption(new Option('--reason <text>', 'why: it stands in the flight record; needed with --apply').argParser(saidText))
    .addOption(byOption())
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  npx sopwith playbook migrate usage_drop_rescue --to 4\n  npx sopwith playbook migrate usage_drop_rescue --to 4 --apply --reason "The wait is shorter now"\n',
    )
    .action(
      cli.run(async (id: string, options: MigrateOptions) =>
        (await import('../orders/migrate-playbook.js')).migratePlaybook(cli, id, options),
      ),
    );
}
