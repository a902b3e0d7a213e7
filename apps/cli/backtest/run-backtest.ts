import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importFolder } from '../../../prisma/import/import-folder.js';
import { historySpan } from '../../../prisma/read-models/history-people.js';
import type { Instant } from '../../../workflows/model/time.js';
import { WEEKS_AFTER } from '../../../workflows/simulate/backtest/afterwards.js';
import { backtest, type Backtest, type BacktestInput } from '../../../workflows/simulate/backtest/backtest.js';
import { loadHistory } from '../../shared/backtest/load-history.js';
import { packageRoot } from '../../package-root.js';
import type { Cli } from '../cli.js';
import { Interrupted, missing, usage } from '../failure.js';
import { firstRejects, tellNowAndThen } from '../import/run-import.js';
import { phase } from '../local-stack/progress.js';
import { askedBook } from './backtest-book.js';
import { chosenPeople } from './chosen-people.js';
import { withScratchDatabase, type ScratchDatabase } from './scratch-database.js';

const DAY = 86_400_000;
/** Windows between two lines of progress: about a quarter. */
const TOLD_EVERY = 90;
/** A later look at what became of the accounts falls on the same time of day, over a change of the clocks too. */
const MARGIN = 2 * DAY;

export interface BacktestOptions {
  /** Folder of CSV files. */
  readonly data: string;
  /** First and last day, `YYYY-MM-DD`, both lived through (UTC). */
  readonly from: string;
  readonly to: string;
  /** Files and folders; empty = the shipped playbooks. */
  readonly playbooks: readonly string[];
  readonly catalogue?: string;
  readonly mapping?: string;
  readonly autopilot?: string;
  readonly seed?: string;
  /** Hours per person and week. */
  readonly capacity: number;
}

export interface BacktestRun {
  readonly result: Backtest;
  readonly input: BacktestInput;
  /** The first and the last thing that is known. */
  readonly span: { readonly first: Instant; readonly last: Instant } | null;
}

/**
 * Backtests playbooks against a folder of history: imported into a database of its own that is gone afterwards, then decided
 * and run in memory.
 * @param also works with the history and the result while the database is there
 * @throws CliFailure when something is missing or used wrongly.
 */
export async function runBacktest(
  cli: Cli,
  options: BacktestOptions,
  also: (run: BacktestRun, scratch: ScratchDatabase) => Promise<void> = () => Promise.resolve(),
): Promise<BacktestRun> {
  const { terminal } = cli;
  for (const path of [options.data, ...options.playbooks, options.catalogue, options.mapping, options.autopilot]) {
    if (path !== undefined && !existsSync(path))
      throw usage('no-such-path', `There is nothing at ${path}`, `Looked for ${resolve(path)}`);
  }
  const people = chosenPeople(options.autopilot, options.seed);
  const paths = options.playbooks.length > 0 ? options.playbooks : [join(packageRoot(), 'playbooks')];
  const { catalogue, playbooks } = askedBook(paths, options.catalogue, (text) => terminal.warn(text));
  const plans = playbooks.map(({ plan }) => plan);
  const from = Date.parse(`${options.from}T00:00:00Z`);
  const to = Date.parse(`${options.to}T00:00:00Z`) + DAY;
  const onProgress = (text: string): void => terminal.progress(text);
  return withScratchDatabase(cli, async (scratch) => {
    const { db } = scratch;
    const { data, mapping } = options;
    await phase(onProgress, `Importing ${data}`, () => importHistory(cli, scratch, data, mapping, from));
    const span = await historySpan(db);
    if (span === null || span.first >= to || span.last <= from) throw outside(options, span);
    if (span.last < to) terminal.warn(`the history ends on ${day(span.last)}; what comes after it is empty`);
    const latest = to + Math.max(...WEEKS_AFTER) * 7 * DAY + MARGIN;
    const until = Math.max(to, Math.min(latest, span.last));
    const history = await phase(onProgress, 'Closing the periods of every metric', () =>
      loadHistory(db, { catalogue, plans, from, until, onClosed: (at) => told(cli, `periods are closed up to ${day(at)}`) }),
    );
    for (const zone of history.unknownZones) terminal.warn(`time zone "${zone}" is unknown; its accounts are not looked at`);
    let windows = 0;
    const input: BacktestInput = {
      ...{ plans, catalogue, people, from, to, until, known: span.last, capacity: options.capacity },
      ...history,
      onWindow: (at, decided) => {
        if (windows++ % TOLD_EVERY === 0) told(cli, `${day(at)}: ${decided} decided`);
      },
    };
    const run = { result: backtest(input), input, span };
    for (const error of run.result.errors) terminal.warn(`${error}; it was left out`);
    await also(run, scratch);
    return run;
  });
}

/** Rows that cannot be taken are told and stop nothing; the file of them goes with the database. */
async function importHistory(
  cli: Cli,
  { db, home }: ScratchDatabase,
  data: string,
  mapping: string | undefined,
  now: Instant,
): Promise<void> {
  const report = await importFolder(db, data, {
    now,
    rejectsFolder: join(home, 'rejected'),
    onProgress: tellNowAndThen((text) => told(cli, text)),
    ...(mapping === undefined ? {} : { mapping }),
  });
  const taken = Object.entries(report.sections).map(([name, { taken: rows }]) => `${rows} ${name}`);
  cli.terminal.progress(`Imported ${taken.join(', ')}`);
  for (const line of firstRejects(report)) cli.terminal.warn(`left out: ${line}`);
}

function told(cli: Cli, text: string): void {
  if (cli.interrupted.aborted) throw new Interrupted();
  cli.terminal.progress(text);
}

function outside(options: BacktestOptions, span: BacktestRun['span']) {
  const known = span === null ? 'holds neither events nor metrics' : `reaches from ${day(span.first)} to ${day(span.last)}`;
  const fix = span === null ? 'Look at the mapping' : `Choose days in between with --from and --to`;
  return missing(
    'no-history',
    `The history in ${options.data} ${known}: there is nothing to look at from ${options.from} to ${options.to}`,
    fix,
  );
}

function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
