import { Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { calendarDay, homeOption, jsonOption } from '../options.js';
import { withDatabase } from '../with-database.js';

const DAY = 86_400_000;

interface Options {
  readonly json?: true;
  readonly home?: string;
  readonly from?: string;
  readonly to?: string;
  readonly locale: 'en' | 'zh';
}

/** `sopwith report`: the manager's summary per playbook and per CSM. */
export function reportCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('report')
    .description("The manager's summary: what was done and on time, per playbook and per CSM; what was observed after it")
    .option('--from <day>', 'decisions from this day on (UTC)', calendarDay)
    .option('--to <day>', 'decisions up to and including this day (UTC)', calendarDay)
    .addOption(new Option('--locale <locale>', 'language of titles').choices(['en', 'zh']).default('en'))
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith report --from 2026-01-01 --to 2026-03-31\n')
    .action(
      cli.run(async (options: Options) => {
        const start = (day: string | undefined) => (day === undefined ? null : Date.parse(`${day}T00:00:00Z`));
        const [from, last] = [start(options.from), start(options.to)];
        if (from !== null && last !== null && last < from)
          throw usage('bad-period', `--to ${options.to} is before --from ${options.from}`);
        return withDatabase(cli, options, async (db) => {
          const { loadReport } = await import('../../shared/load-report.js');
          const { businessNow } = await import('../business-now.js');
          const report = await loadReport(db, { from, to: last === null ? null : last + DAY, asOf: await businessNow(db) });
          if (options.json) terminal.json(report);
          else
            terminal.print(
              (await import('../../../workflows/report/render-report.js')).renderReport(report, options.locale).trimEnd(),
            );
          return EXIT.done;
        });
      }),
    );
}
