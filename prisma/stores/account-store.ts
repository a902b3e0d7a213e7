import type { Database } from '../database.js';
import type { LocalDate } from '../../workflows/model/time.js';

export interface SegmentAssignment {
  readonly accountId: string;
  readonly segment: string | null;
}

/** A contract term: from its first day up to, but without, `endDate`. */
export interface Term {
  readonly accountId: string;
  readonly product: string;
  readonly startDate: LocalDate;
  readonly endDate: LocalDate;
  readonly seats: number | null;
  readonly mrr: number | null;
}

/** One of us: a CSM or a manager. */
export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly managerId: string | null;
  readonly active: boolean;
}

/** Notes the segment each account is in now. */
export async function assignSegments(db: Pick<Database, 'pool'>, assignments: readonly SegmentAssignment[]): Promise<void> {
  if (assignments.length === 0) return;
  await db.pool.query(
    `UPDATE accounts a SET segment = s.segment
     FROM unnest($1::text[], $2::text[]) AS s (id, segment)
     WHERE a.id = s.id AND a.segment IS DISTINCT FROM s.segment`,
    [assignments.map(({ accountId }) => accountId), assignments.map(({ segment }) => segment)],
  );
}

/** Makes or updates a member; its manager has to be there. */
export async function upsertMember(db: Pick<Database, 'client'>, member: MemberRow): Promise<void> {
  const { id, ...data } = member;
  await db.client.member.upsert({ where: { id }, create: { id, ...data }, update: data });
}

/** Makes or updates a term of an account that is there. */
export async function upsertSubscription(db: Pick<Database, 'client'>, term: Term): Promise<void> {
  const { accountId, product, seats, mrr } = term;
  const startDate = new Date(`${term.startDate}T00:00:00Z`);
  const data = { endDate: new Date(`${term.endDate}T00:00:00Z`), seats, mrr };
  await db.client.subscription.upsert({
    where: { accountId_product_startDate: { accountId, product, startDate } },
    create: { accountId, product, startDate, ...data },
    update: data,
  });
}
