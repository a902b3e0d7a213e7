import { randomUUID } from 'node:crypto';
import type { Database } from '../../../prisma/database.js';
import { memberExists } from '../../../prisma/read-models/member-exists.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { OrderDependencies } from '../../shared/orders/order-dependencies.js';
import { RunSilent } from '../../shared/orders/order-gateway.js';
import { orderRun } from '../../shared/orders/order-run.js';
import type { OrderResult, SingleOrder } from '../../shared/orders/order-run.js';
import { notFound, Problem, shorten } from '../problems/problem.js';
import type { OrderBody, SaidBody, TakenOrderDto } from './order-dto.js';

const LIST = '`GET /v1/runs` lists the runs. Percent-encode the id in the address: `#` is written `%23`.';

/** Gives an order to a run; a refusal becomes a problem that says why. */
export async function orderOrRefuse(
  deps: OrderDependencies,
  run: string,
  order: SingleOrder,
  body: OrderBody,
  at: Instant,
): Promise<TakenOrderDto> {
  await checkMember(deps.db, body);
  const { by, reason, orderId: id = randomUUID() } = body;
  try {
    const result = await orderRun(deps, { run, order, by, reason: reason.trim(), origin: 'api', id, at });
    if (result.status !== 'taken') throw refusal(run, result);
    return { order: result.order.id, run, repeated: result.repeated };
  } catch (error) {
    if (!(error instanceof RunSilent)) throw error;
    const fix = `It may still be taken. Ask again with the same order: \`orderId\` ${id}; \`GET /v1/orders\` shows what became of it.`;
    throw new Problem(503, error.code, `${error.message}.`, fix, { headers: { 'Retry-After': '10' } });
  }
}

/** @throws Problem for a `by` that is nobody. */
export async function checkMember(db: Database, { by }: Pick<SaidBody, 'by'>): Promise<void> {
  if (await memberExists(db, by)) return;
  const cause = `There is no member \`${shorten(by)}\` who could order it.`;
  throw new Problem(422, 'no-such-member', cause, "Give a member's id.", { place: 'body.by' });
}

function refusal(run: string, result: Exclude<OrderResult, { status: 'taken' }>): Problem {
  switch (result.status) {
    case 'no_such_run':
      return notFound('run', run, LIST);
    case 'refused': {
      const fix = 'Nothing was changed; the refusal is on record. `GET /v1/runs/{id}` shows where the run stands.';
      return new Problem(409, 'order-refused', sentence(result.reason), fix);
    }
    case 'other_order': {
      const cause = `The order id was used before, for another order of this run (${result.order.kind}).`;
      return new Problem(409, 'order-id-used', cause, 'Make a new id, or leave it out.', { place: 'body.orderId' });
    }
    case 'unusable':
      return new Problem(422, 'unusable-value', sentence(result.cause), sentence(result.fix), { place: `body.${result.place}` });
  }
}

/** Our reasons are clauses; a problem speaks in sentences. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
