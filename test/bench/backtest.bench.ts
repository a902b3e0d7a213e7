import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAutopilot } from '../../apps/shared/autopilot/parse-autopilot.js';
import { loadHistory } from '../../apps/shared/backtest/load-history.js';
import { sweep } from '../../apps/worker/sweeps/sweep.js';
import { importFolder } from '../../prisma/import/import-folder.js';
import { pinnedPlaybook } from '../../prisma/read-models/pinned-playbook.js';
import { publishBook } from '../../prisma/stores/publication-store.js';
import { backtest } from '../../workflows/simulate/backtest/backtest.js';
import { scratchDatabase } from '../support/scratch-database.js';
import { compileFolder } from '../real/oulad/compile-folder.js';
import { median, timed, type Bench } from './bench-result.js';
import { realHistory, ROOT } from './real-history.js';

const DAY = 86_400_000;
const FROM = Date.UTC(2013, 1, 1);
const TO = Date.UTC(2015, 1, 1);
const ROUNDS = 5;
/** Days that are swept for real, in the busiest season. */
const SWEPT_FROM = Date.UTC(2013, 9, 1, 12);
const SWEPT_DAYS = 20;

/** Two years of the 91 real accounts under five playbooks, in memory; beside it some days of real sweeps in the same run. */
export const backtestBench: Bench = async () => {
  const folder = realHistory();
  if (folder === null) return { skipped: 'the course history is not beside the project (../shared/data/oulad)' };
  const scratch = await scratchDatabase();
  const rejectsFolder = await mkdtemp(path.join(tmpdir(), 'sopwith-bench-'));
  const { db } = scratch;
  try {
    const own = path.join(ROOT, 'test/real/oulad');
    await importFolder(db, folder, { mapping: path.join(own, 'mapping.yaml'), rejectsFolder, now: FROM });
    const { catalogue, playbooks } = compileFolder(path.join(own, 'playbooks'));
    if (catalogue === null) throw new Error('the book does not compile');
    const four = playbooks.map(({ plan }) => plan);
    // A fifth one: the busiest, asked for once more under another name.
    const again = four
      .filter(({ playbook }) => playbook === 'activity_drop')
      .map((plan) => ({ ...plan, playbook: 'drop_again' }));
    const plans = [...four, ...again];
    const people = parseAutopilot('autopilot.yaml', await readFile(path.join(own, 'autopilot.yaml'), 'utf8'));
    await publishBook(db, { catalogue, playbooks }, FROM);
    const deps = {
      ...{ db, clock: { origin: SWEPT_FROM, startedAt: 0, rate: 86_400 }, machineNow: () => Date.now() },
      readPlaybook: async (playbook: string, version: number) => {
        const found = await pinnedPlaybook(db, playbook, version);
        if (found === null) throw new Error(`${playbook} ${version} was not published`);
        return found;
      },
      log: { log: () => undefined, warn: () => undefined },
    };
    await sweep(deps, SWEPT_FROM);
    const swept: number[] = [];
    for (let day = 1; day <= SWEPT_DAYS; day += 1) swept.push(await timed(() => sweep(deps, SWEPT_FROM + day * DAY)));

    const loading = await timed(() => loadHistory(db, { catalogue, plans, from: FROM, until: TO }));
    const history = await loadHistory(db, { catalogue, plans, from: FROM, until: TO });
    // What the sweeps left in the database is found out again.
    const accounts = history.accounts.map((one) => ({ ...one, data: { ...one.data, health: [], segment: null } }));
    const input = { plans, catalogue, ...history, accounts, from: FROM, to: TO, until: TO, known: TO, people, capacity: 40 };
    const rounds: number[] = [];
    let decided = 0;
    let runs = 0;
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(
        await timed(() => {
          const { entries, followed } = backtest(input);
          [decided, runs] = [entries.length, followed.length];
        }),
      );
    const days = (TO - FROM) / DAY;
    const whole = median(rounds);
    return [
      {
        ...{ name: 'backtest of 91 accounts x 2 years x 5 playbooks', figure: whole / 1_000, unit: 's', target: 5 },
        detail: `${decided} decisions, ${runs} runs followed; median of ${ROUNDS}, the first ${((rounds[0] ?? 0) / 1_000).toFixed(2)} s; loading it ${(loading / 1_000).toFixed(1)} s`,
      },
      {
        ...{
          name: 'a backtested day against a day of real sweeps',
          figure: whole / days / median(swept),
          unit: 'x',
          target: 0.1,
        },
        detail: `${(whole / days).toFixed(2)} ms, runs included, against ${median(swept).toFixed(0)} ms of sweeps with four of the playbooks (median of ${SWEPT_DAYS} days)`,
      },
    ];
  } finally {
    await scratch.stop();
    await rm(rejectsFolder, { recursive: true, force: true });
  }
};
