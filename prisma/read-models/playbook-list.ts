import type { Database } from '../database.js';
import { LIVE } from '../live-runs.js';
import type { LocalizedText } from '../../workflows/model/localized-text.js';
import type { Plan, PlanTemplates } from '../../workflows/model/plan.js';
import { isoTime } from './fact-view.js';

export interface PlaybookListItem {
  readonly id: string;
  readonly version: number;
  readonly contentHash: string;
  readonly title: LocalizedText;
  readonly goal: string;
  readonly owner: string;
  /** becomes_true, at_date or manual */
  readonly start: string;
  readonly publishedAt: string;
  readonly liveRuns: number;
  readonly runs: number;
  /** Set while it is out of use: it takes nobody in, whatever its version. */
  readonly retirement: RetirementView | null;
}

export interface RetirementView {
  readonly playbook: string;
  /** drain, stop or freeze */
  readonly mode: string;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

export interface PlaybookVersionView {
  readonly version: number;
  readonly contentHash: string;
  readonly current: boolean;
  readonly publishedAt: string;
}

export interface PlaybookDetail extends PlaybookListItem {
  /** The YAML as it was published. */
  readonly source: string;
  readonly plan: Plan;
  readonly templates: PlanTemplates;
  /** Newest first. */
  readonly versions: readonly PlaybookVersionView[];
}

interface PlaybookRow {
  playbook: string;
  version: number;
  content_hash: string;
  title: LocalizedText;
  goal: string;
  owner: string;
  start: string;
  published_at: Date;
  live_runs: number;
  runs: number;
  mode: string | null;
  retired_by: string;
  retire_reason: string;
  retired_at: Date;
}

const SELECT = `
  SELECT p.playbook, p.version, p.content_hash, p.plan->'title' AS title, p.plan->>'goal' AS goal, p.plan->>'owner' AS owner,
         p.plan#>>'{start,kind}' AS start, p.published_at, r.live_runs, r.runs,
         t.mode, t.by AS retired_by, t.reason AS retire_reason, t.at AS retired_at
  FROM playbook_versions p
  LEFT JOIN playbook_retirements t ON t.playbook = p.playbook AND t.ended_at IS NULL
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS runs, (count(*) FILTER (WHERE status IN ${LIVE}))::int AS live_runs
    FROM runs WHERE runs.playbook = p.playbook
  ) r
  WHERE p.current`;

/** The playbooks in force, by id. Their number is small: no paging. */
export async function playbookList(db: Pick<Database, 'pool'>): Promise<PlaybookListItem[]> {
  const { rows } = await db.pool.query<PlaybookRow>(`${SELECT} ORDER BY p.playbook`);
  return rows.map(playbookListItem);
}

/** One playbook in its current version with its history; null when none of that id was published. */
export async function playbookDetail(db: Pick<Database, 'pool'>, id: string): Promise<PlaybookDetail | null> {
  const [current, content, versions] = await Promise.all([
    db.pool.query<PlaybookRow>(`${SELECT} AND p.playbook = $1`, [id]),
    db.pool.query<{ source: string; plan: Plan; templates: PlanTemplates }>(
      'SELECT source, plan, templates FROM playbook_versions WHERE playbook = $1 AND current',
      [id],
    ),
    db.pool.query<{ version: number; content_hash: string; current: boolean; published_at: Date }>(
      'SELECT version, content_hash, current, published_at FROM playbook_versions WHERE playbook = $1 ORDER BY version DESC',
      [id],
    ),
  ]);
  const row = current.rows[0];
  const body = content.rows[0];
  if (row === undefined || body === undefined) return null;
  return {
    ...playbookListItem(row),
    source: body.source,
    plan: body.plan,
    templates: body.templates,
    versions: versions.rows.map((version) => ({
      version: version.version,
      contentHash: version.content_hash,
      current: version.current,
      publishedAt: isoTime(version.published_at),
    })),
  };
}

function playbookListItem(row: PlaybookRow): PlaybookListItem {
  return {
    id: row.playbook,
    version: row.version,
    contentHash: row.content_hash,
    title: row.title,
    goal: row.goal,
    owner: row.owner,
    start: row.start,
    publishedAt: isoTime(row.published_at),
    liveRuns: row.live_runs,
    runs: row.runs,
    retirement:
      row.mode === null
        ? null
        : {
            playbook: row.playbook,
            mode: row.mode,
            by: row.retired_by,
            reason: row.retire_reason,
            at: isoTime(row.retired_at),
          },
  };
}
