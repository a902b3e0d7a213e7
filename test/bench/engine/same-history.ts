import type { WorkflowHandle } from '@temporalio/client';
import type { Plan } from '../../../workflows/model/plan.js';
import { DAY, START } from '../../support/run-builder.js';
import type { EngineBench, Side } from './engine-bench.js';

/** Machine milliseconds of a business day: slow enough for one run alone to be on time. */
const DAY_MS = 6_000;

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** What a history costs. */
export interface HistoryFigures {
  readonly events: number;
  /** As the server counts it. */
  readonly bytes: number;
  readonly workflowTasks: number;
  readonly types: readonly string[];
}

function attributesOf(event: Event): readonly [string, unknown] {
  const [found] = Object.entries(event).filter(([name, value]) => name.endsWith('EventAttributes') && value !== null);
  return found ?? ['none', null];
}

/** What must be equal of an event: its type, what it asks for, with which payload and options; not who, when and where. */
function shapeOf(event: Event): unknown {
  const [type] = attributesOf(event);
  const asked = event.activityTaskScheduledEventAttributes;
  if (asked) {
    const { activityId, activityType, input, retryPolicy, scheduleToCloseTimeout, startToCloseTimeout, heartbeatTimeout } = asked;
    return { type, activityId, activityType, input, retryPolicy, scheduleToCloseTimeout, startToCloseTimeout, heartbeatTimeout };
  }
  const answered = event.activityTaskCompletedEventAttributes?.result;
  const begun = event.workflowExecutionStartedEventAttributes;
  const upserted = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes;
  const ended = event.workflowExecutionCompletedEventAttributes?.result;
  return { type, payload: answered ?? begun?.input ?? upserted ?? ended ?? null, metadata: event.userMetadata ?? null };
}

async function historyOf(bench: EngineBench, side: Side, plan: Plan, runId: string) {
  const clock = { origin: START, startedAt: Date.now(), rate: DAY / DAY_MS };
  const handle = await bench.begin(side, plan, runId, clock);
  await handle.result();
  const { events } = await handle.fetchHistory();
  const { historySize } = await handle.describe();
  const { entries } = await side.worker.ask({ runId });
  return { events: events ?? [], bytes: historySize ?? 0, entries };
}

function differ(what: string, a: unknown, b: unknown): void {
  const [mine, theirs] = [JSON.stringify(a), JSON.stringify(b)];
  const shown = (text: string | undefined): string => (text ?? 'nothing').slice(0, 1_000);
  if (mine !== theirs)
    throw new Error(`the two sides differ in ${what}:\n  interpreter ${shown(mine)}\n  by hand     ${shown(theirs)}`);
}

/** Bytes as the text they hold; `toJSON` of a buffer would have been asked before a replacer. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  // Protobuf maps have no order.
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, part]) => [key, readable(part)]));
}

/** An event as text, without what two runs cannot share: their ids, their queues and when their clocks began. */
function textOf(event: Event): string {
  const text = JSON.stringify(readable(shapeOf(event)));
  const clock = /(startedAt\\*":)\d+(,\\*"rate)/g;
  return text
    .replaceAll(clock, '$1$2')
    .replaceAll(/compare-[ab]/g, 'compare')
    .replaceAll(/bench-\d\d/g, 'bench');
}

/**
 * Runs one workflow on each side and throws unless both leave the same history (event by event: type, payload bytes,
 * options) and the same flight record.
 * @returns what that history costs
 */
export async function sameHistory(
  bench: EngineBench,
  [interpreter, byHand]: readonly [Side, Side],
  plan: Plan,
): Promise<HistoryFigures> {
  const [a, b] = await Promise.all([
    historyOf(bench, interpreter, plan, `compare-a-${interpreter.type}-${byHand.type}`),
    historyOf(bench, byHand, plan, `compare-b-${interpreter.type}-${byHand.type}`),
  ]);
  const [mine, theirs] = [a.events.map(textOf), b.events.map(textOf)];
  for (const [index, event] of mine.entries()) differ(`event ${index + 1}`, event, theirs[index]);
  differ('the number of events', mine.length, theirs.length);
  differ('the flight record', a.entries, b.entries);
  if (a.entries.length === 0) throw new Error('no flight record was written');
  const types = a.events.map((event) => attributesOf(event)[0].replace('EventAttributes', ''));
  const workflowTasks = types.filter((type) => type === 'workflowTaskCompleted').length;
  return { events: a.events.length, bytes: a.bytes, workflowTasks, types };
}
