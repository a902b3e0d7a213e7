import { Command } from 'commander';
import type { BookEvaluation } from '../../shared/evaluate-book.js';
import type { Cli } from '../cli.js';
import { EXIT, missing, usage } from '../failure.js';
import { homeOption, instantArgument, jsonOption } from '../options.js';
import type { Terminal } from '../terminal.js';
import { localCalendar } from '../output/local-calendar.js';
import { timeText } from '../output/time-text.js';
import { textTable } from '../text-table.js';
import { withDatabase } from '../with-database.js';

interface Options {
  readonly json?: true;
  readonly home?: string;
  readonly asOf?: number;
  readonly account?: string;
}

/** `sopwith evaluate`: health, metrics and what every trigger says; decides nothing. */
export function evaluateCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('evaluate')
    .description('Health, metrics and what every trigger says as of an instant, with the facts used; starts nothing')
    .option(
      '--as-of <instant>',
      'a day (its last moment, UTC) or an instant such as 2026-03-02T08:00:00Z (default: now)',
      instantArgument,
    )
    .option('--account <id>', 'only this account, with every fact')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith evaluate --as-of 2026-03-02 --account acme\n')
    .action(
      cli.run(async (options: Options) =>
        withDatabase(cli, options, async (db) => {
          const { evaluateBook } = await import('../../shared/evaluate-book.js');
          const { businessNow } = await import('../business-now.js');
          const now = await businessNow(db);
          const asOf = options.asOf ?? now;
          if (asOf > now) {
            // Periods that have not ended must not be closed: later events would count for nothing.
            throw usage(
              'as-of-in-future',
              `--as-of ${new Date(asOf).toISOString()} is later than now (${new Date(now).toISOString()}, business time)`,
            );
          }
          const book = await evaluateBook(db, { asOf, ...(options.account === undefined ? {} : { accountId: options.account }) });
          if (book === null)
            throw missing('nothing-published', 'No playbooks were published here yet', 'Start the stack once with: npm start');
          if (options.account !== undefined && book.accounts.length === 0)
            throw usage('no-such-account', `There is no account ${JSON.stringify(options.account)}`);
          if (options.json) terminal.json(book);
          else if (options.account === undefined) printBook(terminal, book);
          else printAccount(terminal, book);
          return EXIT.done;
        }),
      ),
    );
}

function printBook(terminal: Terminal, book: BookEvaluation): void {
  const rows = book.accounts.map((account) => [
    account.account,
    account.name,
    account.segment ?? '-',
    scoreText(account.health?.score ?? null),
    account.health?.band ?? '-',
    account.playbooks.filter(({ value }) => value === true).map(({ playbook }) => playbook).join(', ') || '-', // prettier-ignore
  ]);
  terminal.print(`As of ${book.asOf}\n`);
  terminal.print(textTable(['account', 'name', 'segment', 'health', 'band', 'triggers that hold'], rows));
}

const scoreText = (score: number | null) => (score === null ? 'unknown' : score.toFixed(0));

function printAccount(terminal: Terminal, book: BookEvaluation): void {
  const { color } = terminal;
  for (const account of book.accounts) {
    const calendar = localCalendar(account.timezone, book.asOf);
    terminal.print(
      `${color.bold(account.name)} (${account.account}), ${account.status}, segment ${account.segment ?? 'none'}, as of ${timeText(book.asOf, calendar)} ${calendar.zone}`,
    );
    if (account.health !== null) {
      const { score, band, definition, dimensions } = account.health;
      terminal.print(
        `\n${color.bold('Health')} ${score === null ? 'unknown' : score.toFixed(1)}${band === null ? '' : ` (${band})`}, by ${definition}`,
      );
      const rows = dimensions.map(({ id, weight, points, sentence }) => [
        id,
        `${Math.round(weight * 100)}%`,
        points === null ? 'missing' : points.toFixed(0),
        sentence,
      ]);
      terminal.print(textTable(['dimension', 'weight', 'points', 'fact'], rows, '  '));
    }
    terminal.print(`\n${color.bold('Metrics')}`);
    terminal.print(textTable(['metric', 'value', 'as of'], Object.entries(account.metrics).map(([id, { text, asOf }]) => [id, text, timeText(asOf, calendar)]), '  ')); // prettier-ignore
    terminal.print(`\n${color.bold('Triggers')}`);
    for (const { playbook, version, value, sentence } of account.playbooks) {
      terminal.print(`  ${value === null ? 'unknown' : value ? color.green('yes') : 'no'}  ${playbook} v${version}: ${sentence}`);
    }
  }
}
