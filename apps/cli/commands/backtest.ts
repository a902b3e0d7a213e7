import { Command, InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { calendarDay, catalogueOption, jsonOption } from '../options.js';

interface Options {
  readonly json?: true;
  readonly from: string;
  readonly to: string;
  readonly playbook?: readonly string[];
  readonly playbooks?: string;
  readonly catalogue?: string;
  readonly mapping?: string;
  readonly autopilot?: string;
  readonly seed?: string;
  readonly capacity: number;
}

function hours(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 168)
    throw new InvalidArgumentError('Expected hours per person and week, more than 0 and at most 168.');
  return value;
}

/** `sopwith backtest DIR`: what playbooks would have done on a history, without doing any of it. */
export function backtestCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('backtest')
    .description(
      'Says what playbooks would have done on real history: who, when and why, how many hours and touches, and what became of those accounts by themselves',
    )
    .argument('<dir>', 'folder with accounts.csv, contacts.csv, subscriptions.csv, events.csv, metrics.csv ...')
    .option('--playbook <file...>', 'playbooks to test, with the metrics of the book they are in')
    .option('--playbooks <dir>', 'a whole book (default: the shipped playbooks)')
    .requiredOption('--from <day>', 'first day that is looked at', calendarDay)
    .requiredOption('--to <day>', 'last day that is looked at', calendarDay)
    .option('--mapping <file>', 'YAML file that says which column is what (default: mapping.yaml in the folder)')
    .option('--autopilot <file>', 'YAML file that says how people behave (default: as people usually do)')
    .option('--seed <seed>', 'another seed makes other people of the same kind (default: that of the file, else 1)')
    .option('--capacity <hours>', 'hours that a person has for playbook work in a week', hours, 40)
    .addOption(catalogueOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nNothing is sent and no history changes: whatever moved, moved by itself. The work of a task (takes, 15 minutes when it\n' +
        'says nothing) counts in the week in which it is opened, whether or not anybody does it.\n' +
        '\nExample:\n  npx sopwith backtest ../shared/data/oulad --from 2013-10-01 --to 2014-09-30 \\\n' +
        '    --playbook test/real/oulad/playbooks/adoption/activity_drop.playbook.yaml \\\n' +
        '    --mapping test/real/oulad/mapping.yaml --autopilot test/real/oulad/autopilot.yaml\n',
    )
    .action(
      cli.run(async (dir: string, options: Options) => {
        if (options.to < options.from) throw usage('bad-period', `--to ${options.to} is before --from ${options.from}`);
        if (options.playbook !== undefined && options.playbooks !== undefined)
          throw usage('playbook-or-playbooks', 'Both --playbook and --playbooks are given', 'Name single files, or a folder');
        const { runBacktest } = await import('../backtest/run-backtest.js');
        const { backtestDocument } = await import('../backtest/backtest-document.js');
        const { json, playbook, playbooks, ...rest } = options;
        const asked = { playbooks: playbook ?? (playbooks === undefined ? [] : [playbooks]) };
        const { result, span } = await runBacktest(cli, { ...rest, ...asked, data: dir });
        const document = backtestDocument(result, span);
        if (json) terminal.json(document);
        else (await import('../backtest/print-backtest.js')).printBacktest(terminal, document);
        return EXIT.done;
      }),
    );
}
