import type { Plan } from '../../workflows/model/plan.js';
import { email, inApp, parallel, plan } from '../support/run-builder.js';
import { historyText } from './replay-history.js';

const lanes = { left: [email('first')], right: [inApp('second')] };

/** Lanes are begun in the order they are written: this plan's history, with the other plan put in, is that of an interpreter that begins them in another order. */
export const LANES_CHANGED: Plan = plan([parallel('both', { right: lanes.right, left: lanes.left })]);
export const LANES_AS_WRITTEN: Plan = plan([parallel('both', lanes)]);

interface Started {
  workflowExecutionStartedEventAttributes?: { input: { payloads: { data: string }[] } };
}

/** The same history, of a run that was started with another plan. */
export function withPlan(history: string, to: Plan): string {
  const { events } = JSON.parse(history) as { events: Started[] };
  const payload = events[0]?.workflowExecutionStartedEventAttributes?.input.payloads[0];
  if (!payload) throw new Error('the history does not begin with an input');
  const input = JSON.parse(Buffer.from(payload.data, 'base64').toString()) as object;
  payload.data = Buffer.from(JSON.stringify({ ...input, plan: to })).toString('base64');
  return historyText(JSON.stringify({ events }));
}
