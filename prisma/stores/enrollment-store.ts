import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { EnrollmentDecision, EnrollmentHistory } from '../../workflows/model/decision.js';
import type { Fact } from '../../workflows/model/fact.js';
import { runIdOf } from '../../workflows/model/run-id-of.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { lockPlaybook, retirementInForce } from './retirement-store.js';

/** An account that met a trigger. */
export interface EpisodeCandidate {
  readonly accountId: string;
  /** Null = the next `check#<n>` of the account, open until its trigger is false; a named key is a moment, closed at once. */
  readonly key: string | null;
  readonly facts: readonly Fact[];
}

export interface EpisodeBatch {
  readonly playbook: string;
  readonly version: number;
  /** Business time of the decision: the scheduled instant of the sweep. */
  readonly at: Instant;
  /** First instant of the period that `at_most` counts in. */
  readonly periodStart: Instant;
  /** In the order in which they may use up `at_most`. */
  readonly candidates: readonly EpisodeCandidate[];
  /** Pure; asked once per new episode, in order. */
  readonly decide: (accountId: string, history: EnrollmentHistory, usedInPeriod: number) => EnrollmentDecision;
}

/** One new episode with what was decided; `runId` is null for a skip. */
export interface RecordedEnrollment {
  readonly accountId: string;
  readonly episodeKey: string;
  readonly decision: EnrollmentDecision;
  readonly runId: string | null;
}

interface OpenedEpisode {
  readonly id: string;
  readonly account_id: string;
  readonly key: string;
}

/**
 * Opens episodes, decides each and writes decision, run and outbox row, all in one transaction. Candidates whose episode
 * is there already are left out, so the same batch any number of times, also at the same moment, has one effect.
 * Decisions about one playbook are taken one after another, which keeps `at_most` and "never while running" exact.
 */
export async function recordEnrollments(db: Database, batch: EpisodeBatch): Promise<RecordedEnrollment[]> {
  if (batch.candidates.length === 0) return [];
  if (new Set(batch.candidates.map(({ accountId }) => accountId)).size < batch.candidates.length) {
    throw new RangeError(
      `A batch of ${batch.playbook} names an account twice: give each episode of one account a batch of its own.`,
    );
  }
  return poolTransaction(db, async (client) => {
    await lockPlaybook(client, batch.playbook);
    const retired = await retirementInForce(client, batch.playbook);
    const opened = await insertEpisodes(client, batch);
    if (opened.size === 0) return [];
    const histories = await readHistories(client, batch, [...opened.keys()]);
    let used = await countUsed(client, batch);
    const told = retired === null ? {} : { retired: `retired by ${retired.by}: ${retired.reason}` };
    const decided: DecidedEpisode[] = [];
    for (const { accountId } of batch.candidates) {
      const episode = opened.get(accountId);
      if (episode === undefined) continue;
      const decision = batch.decide(accountId, { ...(histories.get(accountId) ?? NO_HISTORY), ...told }, used);
      if (decision.decision === 'enroll') used += 1;
      const runId = decision.decision === 'enroll' ? runIdOf(batch.playbook, accountId, episode.key) : null;
      decided.push({ accountId, episodeKey: episode.key, decision, runId, episodeId: episode.id, enrollmentId: randomUUID() });
    }
    await insertEnrollments(client, batch, decided);
    await insertRuns(client, batch, decided);
    return decided.map(({ accountId, episodeKey, decision, runId }) => ({ accountId, episodeKey, decision, runId }));
  });
}

const NO_HISTORY: EnrollmentHistory = { running: null, lastEndedAt: null, everEnrolled: false };

interface DecidedEpisode extends RecordedEnrollment {
  readonly episodeId: string;
  readonly enrollmentId: string;
}

/** Both unique keys are obeyed: one open episode per account, and one episode per key. */
async function insertEpisodes(client: pg.PoolClient, batch: EpisodeBatch): Promise<Map<string, OpenedEpisode>> {
  const { rows } = await client.query<OpenedEpisode>(
    `INSERT INTO episodes (playbook, account_id, key, opened_at, closed_at, facts)
     SELECT $1, c.account_id, coalesce(c.key, 'check#' || (1 + before.n)), $2::timestamptz,
            CASE WHEN c.key IS NULL THEN NULL ELSE $2::timestamptz END, c.facts
     FROM unnest($3::text[], $4::text[], $5::jsonb[]) AS c(account_id, key, facts)
     CROSS JOIN LATERAL (
       SELECT count(*) AS n, bool_or(e.opened_at >= $2::timestamptz OR e.closed_at >= $2::timestamptz) AS younger
       FROM episodes e WHERE e.playbook = $1 AND e.account_id = c.account_id AND e.key LIKE 'check#%'
     ) AS before
     -- A sweep that lost its lock and comes late must not open again what a younger window has seen and closed.
     WHERE c.key IS NOT NULL OR before.younger IS NOT TRUE
     ON CONFLICT DO NOTHING
     RETURNING id::text AS id, account_id, key`,
    [
      batch.playbook,
      new Date(batch.at),
      batch.candidates.map(({ accountId }) => accountId),
      batch.candidates.map(({ key }) => key),
      batch.candidates.map(({ facts }) => JSON.stringify(facts)),
    ],
  );
  return new Map(rows.map((row) => [row.account_id, row]));
}

/** As of the decision: a run that ended later than that was still running. */
async function readHistories(
  client: pg.PoolClient,
  batch: EpisodeBatch,
  accountIds: readonly string[],
): Promise<Map<string, EnrollmentHistory>> {
  const { rows } = await client.query<{ id: string; running: string | null; ended: Date | null; ever: boolean }>(
    `SELECT a.id,
            (SELECT max(r.id) FROM runs r WHERE r.playbook = $1 AND r.account_id = a.id
               AND (r.finished_at IS NULL OR r.finished_at > $3)) AS running,
            (SELECT max(r.finished_at) FROM runs r WHERE r.playbook = $1 AND r.account_id = a.id) AS ended,
            EXISTS (SELECT 1 FROM enrollments n WHERE n.playbook = $1 AND n.account_id = a.id AND n.decision = 'enroll') AS ever
     FROM unnest($2::text[]) AS a(id)`,
    [batch.playbook, accountIds, new Date(batch.at)],
  );
  return new Map(
    rows.map((row) => [row.id, { running: row.running, lastEndedAt: row.ended?.getTime() ?? null, everEnrolled: row.ever }]),
  );
}

async function countUsed(client: pg.PoolClient, batch: EpisodeBatch): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM enrollments WHERE playbook = $1 AND decision = 'enroll' AND decided_at BETWEEN $2 AND $3`,
    [batch.playbook, new Date(batch.periodStart), new Date(batch.at)],
  );
  return rows[0]?.n ?? 0;
}

async function insertEnrollments(client: pg.PoolClient, batch: EpisodeBatch, decided: readonly DecidedEpisode[]): Promise<void> {
  await client.query(
    `INSERT INTO enrollments (id, episode_id, playbook, version, account_id, decision, arm, reason, detail, evaluations, decided_at)
     SELECT d.id, d.episode_id, $1, $2, d.account_id, d.decision, d.arm, d.reason, d.detail, d.evaluations, $3
     FROM unnest($4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[])
       AS d(id, episode_id, account_id, decision, arm, reason, detail, evaluations)`,
    [
      batch.playbook,
      batch.version,
      new Date(batch.at),
      decided.map(({ enrollmentId }) => enrollmentId),
      decided.map(({ episodeId }) => episodeId),
      decided.map(({ accountId }) => accountId),
      decided.map(({ decision }) => decision.decision),
      decided.map(({ decision }) => (decision.decision === 'enroll' ? decision.arm : null)),
      decided.map(({ decision }) => (decision.decision === 'skip' ? decision.reason : null)),
      decided.map(({ decision }) => (decision.decision === 'skip' ? decision.detail : null)),
      decided.map(({ decision }) => JSON.stringify(decision.evaluations)),
    ],
  );
}

/** The run's row and the relay's order to start it. Whose execution it is stays with the owner of this moment. */
async function insertRuns(client: pg.PoolClient, batch: EpisodeBatch, decided: readonly DecidedEpisode[]): Promise<void> {
  const enrolled = decided.flatMap(({ runId, decision, enrollmentId, accountId }) =>
    runId !== null && decision.decision === 'enroll' ? [{ runId, arm: decision.arm, enrollmentId, accountId }] : [],
  );
  if (enrolled.length === 0) return;
  await client.query(
    `WITH started AS (
       INSERT INTO runs (id, enrollment_id, playbook, version, account_id, csm_id, arm, status, started_at)
       SELECT n.run_id, n.enrollment_id, $1, $2, n.account_id, a.csm_id, n.arm, 'starting', $3
       FROM unnest($4::text[], $5::uuid[], $6::text[], $7::text[]) WITH ORDINALITY AS n(run_id, enrollment_id, account_id, arm, place)
       LEFT JOIN accounts a ON a.id = n.account_id
       ORDER BY n.place
       RETURNING id
     )
     INSERT INTO outbox (kind, payload) SELECT 'start_run', jsonb_build_object('runId', id) FROM started`,
    [
      batch.playbook,
      batch.version,
      new Date(batch.at),
      enrolled.map(({ runId }) => runId),
      enrolled.map(({ enrollmentId }) => enrollmentId),
      enrolled.map(({ accountId }) => accountId),
      enrolled.map(({ arm }) => arm),
    ],
  );
}
