import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateDemoBook } from '../../apps/cli/demo-book/generate-demo-book.js';
import { parseAutopilot } from '../../apps/shared/autopilot/parse-autopilot.js';
import { sweep } from '../../apps/worker/sweeps/sweep.js';
import { importFolder, type ImportReport } from '../../prisma/import/import-folder.js';
import { pinnedPlaybook } from '../../prisma/read-models/pinned-playbook.js';
import { publishBook } from '../../prisma/stores/publication-store.js';
import { shippedBook } from '../parity/shipped-playbooks.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';

const DAY = 86_400_000;
const root = path.resolve(import.meta.dirname, '../..');
/** Two weeks of the last third of the book, where its troubles are. */
const FROM = Date.parse('2025-11-17T00:00:00Z');
const DAYS = 14;

describe('the demo book and the shipped playbooks', () => {
  let scratch: ScratchDatabase;
  let folder: string;
  let imported: ImportReport;
  const book = shippedBook();

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sopwith-demo-'));
    await generateDemoBook(folder, { seed: 'sopwith', from: '2025-01-01', to: '2025-12-31' });
    scratch = await scratchDatabase();
    imported = await importFolder(scratch.db, folder, { now: FROM });
    if (book.catalogue === null) throw new Error('the shipped book does not compile');
    await publishBook(scratch.db, { catalogue: book.catalogue, playbooks: book.playbooks }, FROM);
    const deps = {
      db: scratch.db,
      clock: { origin: FROM, startedAt: 0, rate: 86_400 },
      machineNow: () => Date.now(),
      readPlaybook: async (playbook: string, version: number) => {
        const found = await pinnedPlaybook(scratch.db, playbook, version);
        if (found === null) throw new Error(`${playbook} version ${version} was not published`);
        return found;
      },
      log: { log: () => undefined, warn: () => undefined },
    };
    const outcome = await sweep(deps, FROM + DAYS * DAY);
    expect(outcome).toMatchObject({ status: 'swept', dropped: 0 });
  }, 180_000);

  afterAll(async () => {
    await scratch?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('the shipped book compiles without a single remark', () => {
    expect(book.diagnostics).toEqual([]);
    expect(book.playbooks).toHaveLength(5);
  });

  test('every playbook has at least three tests, and every message is there in both languages', () => {
    for (const { plan, templates, tests } of book.playbooks) {
      expect({ playbook: plan.playbook, enough: tests.length >= 3 }).toEqual({ playbook: plan.playbook, enough: true });
      for (const [name, locales] of Object.entries(templates)) {
        expect({ name, locales: Object.keys(locales).sort() }).toEqual({ name, locales: ['en', 'zh'] });
      }
    }
  });

  test('every row of the generated files is taken', () => {
    const sections = Object.entries(imported.sections);
    expect(sections.map(([name]) => name).sort()).toEqual(['accounts', 'contacts', 'events', 'members', 'subscriptions']);
    for (const [, report] of sections) expect(report).toMatchObject({ rejected: 0 });
    expect(imported.sections.accounts?.taken).toBe(60);
  });

  test('accounts are swept at eight in the morning of their own time zone', async () => {
    const { rows } = await scratch.db.pool.query<{ job: string; hour: string; n: number }>(
      `SELECT job, to_char(window_start AT TIME ZONE 'UTC', 'HH24:MI') AS hour, count(*)::int AS n FROM sweep_windows
        WHERE job LIKE 'evaluate:%' GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { job: 'evaluate:Asia/Shanghai', hour: '00:00', n: DAYS + 1 },
      { job: 'evaluate:Europe/Berlin', hour: '07:00', n: DAYS },
    ]);
  });

  test('collapses, missed milestones and ends of contracts are all caught within two weeks', async () => {
    const { rows } = await scratch.db.pool.query<{ playbook: string; n: number }>(
      'SELECT playbook, count(*)::int AS n FROM episodes GROUP BY 1 ORDER BY 1',
    );
    const found = Object.fromEntries(rows.map(({ playbook, n }) => [playbook, n]));
    expect(found['usage_drop_rescue']).toBeGreaterThanOrEqual(4);
    expect(found['renewal_90_60_30']).toBeGreaterThanOrEqual(2);
    expect(found['activation_push']).toBeGreaterThanOrEqual(1);
    expect(found['key_behaviour_day_90']).toBeGreaterThanOrEqual(1);
  });

  test('every account is scored every day, and the scores tell them apart', async () => {
    const { rows } = await scratch.db.pool.query<{ band: string; n: number }>(
      `SELECT band, count(*)::int AS n FROM health_snapshots
        WHERE at >= '2025-11-25' AND at < '2025-11-26' AND band IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    expect(rows.map(({ band }) => band)).toEqual(['green', 'red', 'yellow']);
    for (const { n } of rows) expect(n).toBeGreaterThanOrEqual(5);
  });
});

describe.each([
  ['the demo book', 'apps/cli/demo-book/autopilot.yaml', () => demoMembers()],
  ['the course history', 'test/real/oulad/autopilot.yaml', () => courseMembers()],
])('the autopilot of %s', (_name, file, members) => {
  test('can be read, names people of the roster only, and one of them never closes anything', async () => {
    const autopilot = parseAutopilot(file, await readFile(path.join(root, file), 'utf8'));
    expect(Object.keys(autopilot.people).filter((id) => !members().includes(id))).toEqual([]);
    expect(Object.values(autopilot.people).filter(({ never }) => never)).toHaveLength(1);
    expect(autopilot.inApp).not.toBeNull();
  });

  test('its notes are long enough for every task, so that a close is never refused', async () => {
    const autopilot = parseAutopilot(file, await readFile(path.join(root, file), 'utf8'));
    for (const behaviour of [...Object.values(autopilot.people), autopilot.otherwise]) {
      if (behaviour !== null && !behaviour.never) expect(behaviour.note.length).toBeGreaterThanOrEqual(40);
    }
  });
});

function demoMembers(): string[] {
  return ['mgr-maria', 'mgr-wanglei', 'csm-anna', 'csm-jonas', 'csm-priya', 'csm-lina', 'csm-chenhao'];
}

function courseMembers(): string[] {
  return ['mgr-south', 'mgr-north', 'csm-thames', 'csm-west', 'csm-east', 'csm-midlands', 'csm-north', 'csm-celtic'];
}
