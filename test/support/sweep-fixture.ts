import { Database } from '../../prisma/database.js';
import type { SweepDependencies, SweepLogFields } from '../../apps/worker/sweeps/sweep-dependencies.js';
import { pinnedPlaybook } from '../../prisma/read-models/pinned-playbook.js';
import type { Catalogue, MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { Instant } from '../../workflows/model/time.js';
import { instant } from './account-data-builder.js';
import { named } from './plan-builder.js';

/** A metric whose points a test writes itself, one per day. */
function daily(id: string): MetricDefinition {
  return {
    id,
    title: { en: id },
    type: 'number',
    per: 'day',
    source: { kind: 'imported' },
    whenEmpty: 'unknown',
    range: [0, null],
  };
}

/** `logins` per day; health is 100 at 20 logins. */
export const CATALOGUE: Catalogue = {
  contentHash: 'test-catalogue',
  metrics: { logins: daily('logins') },
  healths: [
    {
      id: 'default',
      segments: [],
      dimensions: [
        { id: 'use', title: { en: 'Use' }, weight: 1, value: 'logins', expression: named('logins'), zeroAt: 0, fullAt: 20 },
      ],
      bands: { green: 75, yellow: 50 },
    },
  ],
  segments: [],
};

export async function publish(db: Database, plans: readonly Plan[], catalogue: Catalogue = CATALOGUE): Promise<void> {
  await db.pool.query(
    `INSERT INTO catalogue_versions (content_hash, catalogue, published_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING`,
    [catalogue.contentHash, JSON.stringify(catalogue)],
  );
  for (const plan of plans) {
    await db.pool.query('UPDATE playbook_versions SET current = false WHERE playbook = $1', [plan.playbook]);
    await db.pool.query(
      `INSERT INTO playbook_versions (playbook, version, content_hash, plan, templates, source, current, published_at)
       VALUES ($1, $2, $3, $4, '{}', '', true, now())`,
      [plan.playbook, plan.version, `${plan.playbook}-${plan.version}`, JSON.stringify(plan)],
    );
  }
}

export interface SeededAccount {
  readonly id: string;
  readonly timezone?: string;
  readonly status?: string;
  /** `[start, end, seats]` */
  readonly contracts?: readonly (readonly [string, string, number])[];
}

export async function addAccounts(db: Database, accounts: readonly SeededAccount[]): Promise<void> {
  for (const { id, timezone = 'UTC', status = 'active', contracts = [] } of accounts) {
    await db.pool.query(`INSERT INTO accounts (id, name, status, timezone) VALUES ($1, $1, $2, $3)`, [id, status, timezone]);
    for (const [start, end, seats] of contracts)
      await db.pool.query(
        `INSERT INTO subscriptions (account_id, product, start_date, end_date, seats) VALUES ($1, 'p', $2, $3, $4)`,
        [id, start, end, seats],
      );
  }
}

/** One point of `logins` per account for the day `date` of its own zone. */
export async function loginsOn(db: Database, date: string, values: Readonly<Record<string, number | null>>): Promise<void> {
  for (const [account, value] of Object.entries(values))
    await db.pool.query(
      `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
       SELECT id, 'logins', $2::timestamp AT TIME ZONE timezone, ($2::timestamp + interval '1 day') AT TIME ZONE timezone, $3
       FROM accounts WHERE id = $1`,
      [account, date, value],
    );
}

export interface SweepLogLine {
  readonly level: 'log' | 'warn';
  readonly message: string;
  readonly fields: SweepLogFields;
}

/** Dependencies of a sweeper whose book begins at an instant; `lines` collects what it logs. */
export function sweeperOf(
  db: Database,
  begin: string,
  fields: Partial<SweepDependencies> = {},
): SweepDependencies & { lines: SweepLogLine[] } {
  const lines: SweepLogLine[] = [];
  return {
    db,
    // The rate of a replay: the book begins exactly at its origin.
    clock: { origin: instant(begin), startedAt: 0, rate: 86_400 },
    machineNow: () => 0,
    readPlaybook: async (playbook, version) => {
      const pinned = await pinnedPlaybook(db, playbook, version);
      if (pinned === null) throw new Error(`${playbook} v${version} is not published`);
      return pinned;
    },
    catchUpWindows: 14,
    log: {
      log: (message, given = {}) => lines.push({ level: 'log', message, fields: given }),
      warn: (message, given = {}) => lines.push({ level: 'warn', message, fields: given }),
    },
    lines,
    ...fields,
  };
}

export interface StoredDecision {
  readonly account: string;
  readonly key: string;
  readonly decision: string;
  readonly arm: string | null;
  readonly reason: string | null;
  readonly run: string | null;
  readonly open: boolean;
}

/** Episodes with their decisions in the order they were opened. */
export async function decisions(db: Database, playbook: string): Promise<StoredDecision[]> {
  const { rows } = await db.pool.query<StoredDecision>(
    `SELECT e.account_id AS account, e.key, n.decision, n.arm, n.reason, r.id AS run, e.closed_at IS NULL AS open
     FROM episodes e LEFT JOIN enrollments n ON n.episode_id = e.id LEFT JOIN runs r ON r.enrollment_id = n.id
     WHERE e.playbook = $1 ORDER BY e.opened_at, e.account_id, e.key`,
    [playbook],
  );
  return rows;
}

export async function outbox(db: Database): Promise<{ kind: string; payload: Record<string, unknown> }[]> {
  const { rows } = await db.pool.query<{ kind: string; payload: Record<string, unknown> }>(
    'SELECT kind, payload FROM outbox ORDER BY id',
  );
  return rows;
}

/** Ends a run as the engine would. */
export async function finishRun(db: Database, run: string, at: Instant): Promise<void> {
  await db.pool.query(`UPDATE runs SET status = 'finished', result = 'completed', finished_at = $2 WHERE id = $1`, [
    run,
    new Date(at),
  ]);
}
