import type pg from 'pg';

/** An event of an account as it was stored. */
export interface StoredEvent {
  readonly source: string;
  readonly event_id: string;
  readonly account_id: string;
  readonly name: string;
  readonly occurred_at: Date;
}

type Query = Pick<pg.PoolClient, 'query'>;

/** Runs that still hear of their account: a run that is verified, or that is being left, waits for nothing any more. */
const HEARING = `r.status IN ('starting', 'running', 'paused') AND r.exiting_at IS NULL`;
const PLAN = 'JOIN playbook_versions v ON v.playbook = r.playbook AND v.version = r.version';
/** The event that an active `wait_for` step waits for; null = it waits for a condition. */
const AWAITED = `v.plan #>> ARRAY['steps', s.step, 'event']`;
/** An active step that was not told of its event yet. */
const WAITING = `s.status = 'active' AND s.verb = 'wait_for' AND s.detail IS NULL`;
const PUSHED = (event: string, name: string): string => `jsonb_build_object('runId', ${event}.run_id, 'event', jsonb_build_object(
    'type', 'account_event', 'at', (extract(epoch FROM ${event}.occurred_at) * 1000)::bigint,
    'id', 'event:' || ${event}.source || ':' || ${event}.event_id, 'event', ${event}.${name}))`;

/**
 * Tells runs of events that are being stored, in the same transaction: exits by event, and steps that wait for one. Each
 * run hears of an event once, and each step and exit of the first one only. When no plan of a live run of these accounts
 * names such an event this is one look at an index.
 */
export async function tellRuns(client: Query, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  const named = await client.query<{ id: string }>(
    `SELECT DISTINCT r.id
       FROM (SELECT DISTINCT account_id, name FROM unnest($1::text[], $2::text[]) AS h(account_id, name)) h
       JOIN runs r ON r.account_id = h.account_id AND ${HEARING} ${PLAN}
      WHERE jsonb_path_exists(v.plan, '$.exits[*] ? (@.event == $name)', jsonb_build_object('name', h.name))
         OR jsonb_path_exists(v.plan, '$.steps.* ? (@.event == $name)', jsonb_build_object('name', h.name))`,
    [events.map(({ account_id }) => account_id), events.map(({ name }) => name)],
  );
  if (named.rows.length === 0) return;
  const runs = named.rows.map(({ id }) => id);
  // Against a step that starts at this moment: whoever comes second sees what the first one wrote.
  await client.query('SELECT 1 FROM runs WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [runs]);
  const given = [
    runs,
    events.map(({ source }) => source),
    events.map(({ event_id }) => event_id),
    events.map(({ account_id }) => account_id),
    events.map(({ name }) => name),
    events.map(({ occurred_at }) => occurred_at),
  ];
  const happened = `unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS e(source, event_id, account_id, name, occurred_at)
       JOIN runs r ON r.account_id = e.account_id AND r.id = ANY($1) AND ${HEARING} ${PLAN}`;
  await client.query(
    `WITH met AS (
       SELECT DISTINCT ON (r.id) r.id AS run_id, e.source, e.event_id, e.name, e.occurred_at FROM ${happened}
        WHERE e.occurred_at >= r.started_at
          AND jsonb_path_exists(v.plan, '$.exits[*] ? (@.event == $name)', jsonb_build_object('name', e.name))
        ORDER BY r.id, e.occurred_at, e.event_id
     ), leaving AS (UPDATE runs SET exiting_at = met.occurred_at FROM met WHERE runs.id = met.run_id)
     INSERT INTO outbox (kind, payload) SELECT 'push_event', ${PUSHED('met', 'name')} FROM met ORDER BY run_id`,
    given,
  );
  await client.query(
    `WITH heard AS (
       SELECT DISTINCT ON (s.run_id, s.key) s.run_id, s.key, e.source, e.event_id, e.name, e.occurred_at FROM ${happened}
         JOIN step_records s ON s.run_id = r.id AND ${WAITING}
        WHERE ${AWAITED} = e.name AND e.occurred_at >= s.started_at
        ORDER BY s.run_id, s.key, e.occurred_at, e.event_id
     ), told AS (
       UPDATE step_records s SET detail = jsonb_build_object('heard', h.event_id) FROM heard h WHERE s.run_id = h.run_id AND s.key = h.key
     ), once AS (SELECT DISTINCT ON (run_id, source, event_id) * FROM heard)
     INSERT INTO outbox (kind, payload) SELECT 'push_event', ${PUSHED('once', 'name')} FROM once ORDER BY occurred_at, run_id`,
    given,
  );
}

/** A run must not be stopped by a search without an end: what is further away than this is not waited for anyway. */
const HORIZON = `interval '800 days'`;
/** The first such event since a listener listens, with the machine time at which it is known (history of a replay is there early). */
const FIRST = `CROSS JOIN LATERAL (
         SELECT f.source, f.event_id, f.occurred_at,
                coalesce((SELECT c.started_at + (f.received_at - c.origin) / c.rate FROM clock c WHERE c.id = 1), now()) AS known_at
           FROM events f
          WHERE f.name = l.event AND f.account_id = l.account_id AND f.occurred_at >= l.since AND f.occurred_at < l.since + ${HORIZON}
          ORDER BY f.occurred_at, f.event_id LIMIT 1
       ) e`;
/** Of all runs at once (after an import) only what was not pushed before. */
const NEW = `($1::text IS NOT NULL OR NOT EXISTS (
         SELECT 1 FROM outbox o WHERE o.kind = 'push_event' AND o.payload->>'runId' = l.run_id
            AND o.payload->'event'->>'id' = 'event:' || e.source || ':' || e.event_id))`;

/**
 * Tells steps that wait for an event of what was stored before they were known to wait: the first such event since the
 * step started. The caller holds the lock of the run's row.
 * @param runId null = all runs
 */
export async function tellWaitingSteps(client: Query, runId: string | null): Promise<void> {
  await client.query(
    `WITH l AS (
       SELECT r.id AS run_id, r.account_id, s.key, s.started_at AS since, ${AWAITED} AS event
         FROM runs r ${PLAN} JOIN step_records s ON s.run_id = r.id AND ${WAITING}
        WHERE ($1::text IS NULL OR r.id = $1) AND ${HEARING} AND ${AWAITED} IS NOT NULL
     ), heard AS (SELECT l.*, e.* FROM l ${FIRST} WHERE ${NEW}),
     told AS (
       UPDATE step_records s SET detail = jsonb_build_object('heard', h.event_id) FROM heard h
        WHERE s.run_id = h.run_id AND s.key = h.key AND h.known_at <= now()
     ), once AS (SELECT DISTINCT ON (run_id, source, event_id) * FROM heard)
     INSERT INTO outbox (kind, payload, not_before)
     SELECT 'push_event', ${PUSHED('once', 'event')}, greatest(now(), known_at) FROM once ORDER BY known_at, run_id`,
    [runId],
  );
}

/**
 * The same for exits by event.
 * @param since the exits are in force since then; null = since the run started
 */
export async function tellExits(client: Query, runId: string | null, since: Date | null = null): Promise<void> {
  await client.query(
    `WITH l AS (
       SELECT r.id AS run_id, r.account_id, coalesce($2::timestamptz, r.started_at) AS since, x->>'event' AS event
         FROM runs r ${PLAN} CROSS JOIN LATERAL jsonb_array_elements(v.plan->'exits') x
        WHERE ($1::text IS NULL OR r.id = $1) AND ${HEARING} AND x ? 'event'
     ), met AS (
       SELECT DISTINCT ON (l.run_id) l.*, e.* FROM l ${FIRST} WHERE ${NEW} ORDER BY l.run_id, e.occurred_at, e.event_id
     ), leaving AS (
       UPDATE runs SET exiting_at = met.occurred_at FROM met WHERE runs.id = met.run_id AND met.known_at <= now()
     )
     INSERT INTO outbox (kind, payload, not_before)
     SELECT 'push_event', ${PUSHED('met', 'event')}, greatest(now(), known_at) FROM met ORDER BY known_at, run_id`,
    [runId, since],
  );
}
