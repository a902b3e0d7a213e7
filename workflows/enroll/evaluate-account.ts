import { evaluateCondition } from '../condition/evaluate-condition.js';
import { explainEvaluation } from '../condition/explain-evaluation.js';
import { explainFact } from '../condition/explain-fact.js';
import { formatValue } from '../condition/format-value.js';
import { accountContext } from '../evaluate/account-context.js';
import { assignSegment } from '../evaluate/assign-segment.js';
import { healthDefinitionFor, scoreHealth } from '../evaluate/score-health.js';
import type { AccountData, AccountStatus, HealthScore } from '../model/account-data.js';
import { localTime, startOfPeriod } from '../model/calendar.js';
import type { Catalogue, HealthBand } from '../model/catalogue.js';
import type { Fact, FactValue, Truth } from '../model/fact.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/time.js';
import { reachedAnchors } from './reached-anchors.js';

const DAY = 86_400_000;
const YEARS_AHEAD = 10 * 366 * DAY;

/** One account as its playbooks see it. Times are ISO 8601; sentences speak of days and times in the account's zone. */
export interface AccountEvaluation {
  readonly account: string;
  readonly name: string;
  /** The account's IANA zone. */
  readonly timezone: string;
  readonly status: AccountStatus;
  readonly segment: string | null;
  readonly health: {
    readonly score: number | null;
    readonly band: HealthBand | null;
    readonly definition: string;
    readonly dimensions: readonly {
      readonly id: string;
      readonly weight: number;
      readonly points: number | null;
      readonly sentence: string;
    }[];
  } | null;
  /** Metric id -> its last closed period. */
  readonly metrics: Readonly<Record<string, { readonly value: FactValue; readonly text: string; readonly asOf: string }>>;
  readonly playbooks: readonly TriggerEvaluation[];
}

export interface TriggerEvaluation {
  readonly playbook: string;
  readonly version: number;
  readonly start: Plan['start']['kind'];
  /** Whether the trigger holds; of a date, whether it is due on this local day. Null = unknown, or started by hand. */
  readonly value: Truth;
  readonly facts: readonly Fact[];
  readonly sentence: string;
}

/** Health, metrics and trigger verdicts of one account as of an instant. */
export function evaluateAccount(
  data: AccountData,
  catalogue: Catalogue,
  plans: readonly Plan[],
  asOf: Instant,
): AccountEvaluation {
  const segment = catalogue.segments.length === 0 ? data.segment : assignSegment(data, catalogue.segments, asOf);
  const health = healthOfDay({ ...data, segment }, catalogue, asOf);
  const known = data.health.filter(({ at }) => at <= asOf);
  // A day that no sweep has scored yet is read as the sweep would have scored it.
  const scored = health !== null && (known.at(-1)?.at ?? -Infinity) < health.at ? [...known, health] : known;
  const current: AccountData = { ...data, segment, health: scored };
  return {
    account: data.id,
    name: data.name,
    timezone: data.calendar.zone,
    status: data.status,
    segment,
    health: health === null ? null : healthView(health, data),
    metrics: metricViews(current, catalogue, asOf),
    playbooks: plans.map((plan) => evaluateTrigger(plan, current, asOf)),
  };
}

function healthOfDay(data: AccountData, catalogue: Catalogue, asOf: Instant): HealthScore | null {
  const definition = healthDefinitionFor(catalogue.healths, data.segment);
  return definition === null ? null : scoreHealth(data, definition, startOfPeriod(data.calendar, asOf, 'day'));
}

function healthView(health: HealthScore, data: AccountData): NonNullable<AccountEvaluation['health']> {
  return {
    score: health.score,
    band: health.band,
    definition: health.definition,
    dimensions: health.dimensions.map(({ id, weight, points, fact }) => ({
      id,
      weight,
      points,
      sentence: explainFact(fact, data.calendar),
    })),
  };
}

function metricViews(data: AccountData, catalogue: Catalogue, asOf: Instant): AccountEvaluation['metrics'] {
  const context = accountContext(data, { asOf });
  return Object.fromEntries(
    Object.values(catalogue.metrics).map(({ id, type }) => {
      const reading = context.closedPeriod(id, asOf, 1);
      const text = formatValue(reading.value, type, data.calendar);
      return [id, { value: reading.value, text, asOf: new Date(reading.asOf).toISOString() }];
    }),
  );
}

function evaluateTrigger(plan: Plan, data: AccountData, asOf: Instant): TriggerEvaluation {
  const { playbook, version, start } = plan;
  const result = (value: Truth, facts: readonly Fact[], sentence: string): TriggerEvaluation => ({
    playbook,
    version,
    start: start.kind,
    value,
    facts,
    sentence,
  });
  if (start.kind === 'manual') return result(null, [], 'started by hand');
  const context = accountContext(data, { asOf });
  if (start.kind === 'becomes_true') {
    const evaluation = evaluateCondition(start.when.condition, context);
    return result(evaluation.value, evaluation.facts, explainEvaluation(start.when.condition, evaluation, data.calendar));
  }
  if (start.kind !== 'at_date') return result(null, [], `a start with ${start.kind} is not runnable yet`);
  const today = startOfPeriod(data.calendar, asOf, 'day') - 1;
  const [due] = reachedAnchors(start, data, data.calendar, today, asOf);
  if (due === undefined) {
    const [next] = reachedAnchors(start, data, data.calendar, asOf, asOf + YEARS_AHEAD);
    const when = next === undefined ? 'no date to come' : `next due ${localTime(data.calendar, next.dueAt)} (${next.key})`;
    return result(false, [], `not due: ${when}`);
  }
  const dueText = `due ${localTime(data.calendar, due.dueAt)} (${due.key})`;
  if (start.when === null) return result(true, [], dueText);
  const asked = evaluateCondition(start.when.condition, context);
  return result(asked.value, asked.facts, `${dueText}; ${explainEvaluation(start.when.condition, asked, data.calendar)}`);
}
