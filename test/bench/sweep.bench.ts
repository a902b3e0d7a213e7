import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sweep } from '../../apps/worker/sweeps/sweep.js';
import type { SweepLogFields } from '../../apps/worker/sweeps/sweep-dependencies.js';
import { importFolder } from '../../prisma/import/import-folder.js';
import { pinnedPlaybook } from '../../prisma/read-models/pinned-playbook.js';
import { publishBook } from '../../prisma/stores/publication-store.js';
import { scratchDatabase } from '../support/scratch-database.js';
import { compileFolder } from '../real/oulad/compile-folder.js';
import { median, timed, type Bench } from './bench-result.js';
import { realHistory, ROOT } from './real-history.js';

const DAY = 86_400_000;
const FROM = Date.UTC(2013, 9, 1, 12);
const DAYS = 60;

/** One day's sweeps (close periods, segments, health; triggers and exits) of the 91 real accounts x 4 playbooks. */
export const sweepBench: Bench = async () => {
  const folder = realHistory();
  if (folder === null) return { skipped: 'the course history is not beside the project (../shared/data/oulad)' };
  const scratch = await scratchDatabase();
  const rejectsFolder = await mkdtemp(path.join(tmpdir(), 'sopwith-bench-'));
  const { db } = scratch;
  try {
    const mapping = path.join(ROOT, 'test/real/oulad/mapping.yaml');
    await importFolder(db, folder, { mapping, rejectsFolder, now: FROM });
    const book = compileFolder(path.join(ROOT, 'test/real/oulad/playbooks'));
    if (book.catalogue === null) throw new Error('the book does not compile');
    await publishBook(db, { catalogue: book.catalogue, playbooks: book.playbooks }, FROM);
    const windows: { readonly job: string; readonly ms: number }[] = [];
    const deps = {
      db,
      clock: { origin: FROM, startedAt: 0, rate: 86_400 },
      machineNow: () => Date.now(),
      readPlaybook: async (playbook: string, version: number) => {
        const found = await pinnedPlaybook(db, playbook, version);
        if (found === null) throw new Error(`${playbook} ${version} was not published`);
        return found;
      },
      log: {
        log: (_message: string, { job, ms }: SweepLogFields = {}) => {
          if (typeof job === 'string' && typeof ms === 'number') windows.push({ job, ms });
        },
        warn: () => undefined,
      },
    };
    // The first day closes a year in hindsight; it is told apart.
    const first = await timed(() => sweep(deps, FROM));
    windows.length = 0;
    const days: number[] = [];
    for (let day = 1; day <= DAYS; day += 1) days.push(await timed(() => sweep(deps, FROM + day * DAY)));
    const of = (job: string): number[] => windows.flatMap((window) => (window.job.startsWith(job) ? [window.ms] : []));
    const [evaluate, daily] = [of('evaluate:'), of('daily:')];
    if (evaluate.length < DAYS || daily.length < DAYS)
      throw new Error(`${evaluate.length} evaluations and ${daily.length} midnights were swept in ${DAYS} days`);
    const told = (all: readonly number[]): string => `median of ${all.length}, slowest ${Math.max(...all).toFixed(0)} ms`;
    return [
      {
        name: 'sweep of 91 accounts x 4 playbooks',
        figure: median(evaluate),
        unit: 'ms',
        target: 200,
        detail: `evaluation windows: ${told(evaluate)}`,
      },
      {
        name: 'closing a day, segments and health of 91 accounts',
        figure: median(daily),
        unit: 'ms',
        target: 200,
        detail: `daily windows: ${told(daily)}`,
      },
      {
        name: 'all sweeps of one day',
        figure: median(days),
        unit: 'ms',
        target: 400,
        detail: `with lock and book-keeping: ${told(days)}; the first look, with a year in hindsight, ${first.toFixed(0)} ms`,
      },
    ];
  } finally {
    await scratch.stop();
    await rm(rejectsFolder, { recursive: true, force: true });
  }
};
