import type { NamedCondition } from '../../workflows/model/condition.js';
import type {
  AskStep,
  BranchStep,
  ChatStep,
  CheckStep,
  EmailStep,
  InAppStep,
  ParallelStep,
  Plan,
  PlanExit,
  PlanStep,
  PlanVerification,
  SetStep,
  TaskStep,
  WaitForStep,
  WaitStep,
  WaitUntil,
  WebhookStep,
} from '../../workflows/model/plan.js';
import type { RunInput } from '../../workflows/model/run.js';
import { UTC_CALENDAR, type ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Duration, DurationUnit } from '../../workflows/model/time.js';
import { being, OPEN_TO_ALL, planOf } from './plan-builder.js';

/** A duration as an author writes it: `7d`. */
export function span(text: string): Duration {
  const match = /^(\d+)(min|h|d|bd|w|mo)$/.exec(text);
  if (!match) throw new Error(`not a duration: ${text}`);
  return { amount: Number(match[1]), unit: match[2] as DurationUnit };
}

/** `call_owner.outcome is "reached"`. */
export const outcomeIs = (step: string, value: string): NamedCondition => being(`${step}.outcome`, value);

type Plain = EmailStep | InAppStep | TaskStep | CheckStep | WaitStep | WaitForStep | AskStep | WebhookStep | ChatStep | SetStep;
type Modifiers = Partial<Pick<EmailStep, 'when' | 'retry' | 'ifItFails'>>;
type Unlinked<S> = S extends unknown ? Omit<S, 'next'> : never;

/** A step as it is written, before it is linked to the one that follows. */
export type Draft =
  | Unlinked<Plain>
  | (Modifiers & {
      readonly id: string;
      readonly verb: 'branch';
      readonly arms: readonly { readonly when: NamedCondition; readonly steps: readonly Draft[] }[];
      readonly otherwise: readonly Draft[];
    })
  | (Modifiers & {
      readonly id: string;
      readonly verb: 'parallel';
      readonly lanes: Readonly<Record<string, readonly Draft[]>>;
    });

/** The same step with `when`, `retry` or `if_it_fails`. */
export function modified<D extends Draft>(
  draft: D,
  {
    when,
    retry,
    ifItFails,
  }: { when?: NamedCondition; retry?: { times: number; every: string }; ifItFails?: Modifiers['ifItFails'] },
): D {
  return {
    ...draft,
    ...(when ? { when } : {}),
    ...(retry ? { retry: { times: retry.times, every: span(retry.every) } } : {}),
    ...(ifItFails ? { ifItFails } : {}),
  };
}

export const email = (id: string): Draft => ({ id, verb: 'email', template: id, to: 'account.champion', cc: null });
export const inApp = (id: string): Draft => ({ id, verb: 'in_app', template: id, to: 'account.end_user', expires: span('7d') });
export const wait = (id: string, duration: string): Draft => ({ id, verb: 'wait', duration: span(duration) });

export const waitUntil = (id: string, until: WaitUntil, atMost: string): Draft => ({
  id,
  verb: 'wait',
  duration: span(atMost),
  until,
});
export const waitForEvent = (id: string, event: string, atMost: string): Draft => ({
  ...{ id, verb: 'wait_for', event, condition: null, atMost: span(atMost) },
});
export const waitForCondition = (id: string, condition: NamedCondition, atMost: string): Draft => ({
  ...{ id, verb: 'wait_for', event: null, condition, atMost: span(atMost) },
});
export const ask = (id: string, expires = '14d', answers: readonly string[] = ['agree', 'disagree']): Draft => ({
  ...{ id, verb: 'ask', to: 'account.decision_maker', elseAsk: null, by: 'email' },
  ...{ question: { en: `What of ${id}?` }, answers, expires: span(expires) },
});
export const webhook = (id: string): Draft => ({ id, verb: 'webhook', endpoint: 'crm', send: [] });
export const chat = (id: string): Draft => ({ id, verb: 'chat', channel: 'success', message: { en: `Said by ${id}` } });
export const setAttribute = (id: string, attribute = 'tier', to: SetStep['to'] = 'gold'): Draft => ({
  ...{ id, verb: 'set', attribute, to },
});

export function task(
  id: string,
  options: { due?: string; expires?: string; escalate?: string; outcomes?: string[] } = {},
): Draft {
  return {
    id,
    verb: 'task',
    title: { en: `Do ${id}` },
    assign: 'account.csm',
    due: span(options.due ?? '2bd'),
    expires: span(options.expires ?? '14d'),
    checklist: [],
    noteAtLeast: null,
    outcomes: options.outcomes ?? ['reached', 'no_answer'],
    escalate: options.escalate === undefined ? null : { after: span(options.escalate), to: 'account.manager' },
  };
}

export function check(id: string, expect: NamedCondition, pace?: { every: string; upTo: string }): Draft {
  return { id, verb: 'check', expect, every: pace ? span(pace.every) : null, upTo: pace ? span(pace.upTo) : null };
}

export function branch(
  id: string,
  arms: readonly { when: NamedCondition; steps: readonly Draft[] }[],
  otherwise: readonly Draft[] = [],
): Draft {
  return { id, verb: 'branch', arms, otherwise };
}

export function parallel(id: string, lanes: Readonly<Record<string, readonly Draft[]>>): Draft {
  return { id, verb: 'parallel', lanes };
}

export const exitOn = (id: string, event: string, as: PlanExit['as'] = 'success'): PlanExit => ({
  ...{ id, as, when: null, after: null, event },
});
export const exitWhen = (id: string, when: NamedCondition, as: PlanExit['as'] = 'success'): PlanExit => ({
  id,
  as,
  when,
  after: null,
});
export const exitAfter = (id: string, after: string, as: PlanExit['as'] = 'expired'): PlanExit => ({
  id,
  as,
  when: null,
  after: span(after),
});

/** One question of the verification. */
export function asking(id: string, expires = '14d'): NonNullable<PlanVerification['subjective']>[number] {
  return {
    ...{ id, ask: 'account.decision_maker', elseAsk: null, question: { en: 'Do you see value?' } },
    ...{ answers: ['agree', 'unsure', 'disagree'], good: ['agree'], expires: span(expires) },
  };
}

export function verifyAfter(after: string, ...expect: readonly NamedCondition[]): PlanVerification {
  return {
    after: span(after),
    objective: expect.map((condition, index) => ({ id: `objective_${index + 1}`, expect: condition, primary: index === 0 })),
  };
}

/** A compiled plan from steps in order: what `compile` makes of the same YAML, without YAML. */
export function plan(steps: readonly Draft[], rest: Partial<Plan> = {}): Plan {
  const all: Record<string, PlanStep> = {};
  const order: string[] = [];
  const link = (list: readonly Draft[], after: string | null): string | null => {
    for (const [index, draft] of list.entries()) {
      const next = list[index + 1]?.id ?? after;
      order.push(draft.id);
      if (draft.verb === 'branch') {
        const step: BranchStep = {
          ...draft,
          next,
          arms: draft.arms.map((arm) => ({ when: arm.when, first: link(arm.steps, next) })),
          otherwise: link(draft.otherwise, next),
        };
        all[draft.id] = step;
      } else if (draft.verb === 'parallel') {
        const lanes = Object.entries(draft.lanes).map(([lane, inner]) => ({ id: lane, first: link(inner, null) }));
        const step: ParallelStep = { ...draft, next, lanes };
        all[draft.id] = step;
      } else {
        all[draft.id] = { ...draft, next };
      }
    }
    return list[0]?.id ?? null;
  };
  const first = link(steps, null);
  return planOf({ playbook: 'test_playbook', enroll: OPEN_TO_ALL, start: { kind: 'manual' }, first, steps: all, order, ...rest });
}

/** Monday 2026-01-05 08:00 UTC. */
export const START = Date.parse('2026-01-05T08:00:00Z');

export function runInput(change: Partial<RunInput> = {}): RunInput {
  return {
    runId: 'pb:test_playbook:acme:check#1',
    playbook: 'test_playbook',
    version: 1,
    account: 'acme',
    arm: 'treatment',
    startedAt: START,
    calendar: UTC_CALENDAR,
    ...change,
  };
}

export const DAY = 86_400_000;

/** A zone from its offset changes: `['2026-03-29T01:00:00Z', 120]`. */
export function buildZone(zone: string, changes: readonly (readonly [string, number])[]): ZoneCalendar {
  return { ...UTC_CALENDAR, zone, offsets: changes.map(([from, minutes]) => ({ from: Date.parse(from), minutes })) };
}
