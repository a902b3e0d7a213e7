import type { EvaluationContext } from '../../workflows/model/evaluation-context.js';
import type { FactValue } from '../../workflows/model/fact.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { RunInput } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import { preparePlaybookTest } from '../../workflows/simulate/prepare-playbook-test.js';
import type { Scenario, ScenarioMoment } from '../../workflows/simulate/simulate-run.js';
import { being, comparing } from '../support/plan-builder.js';
import {
  branch,
  buildZone,
  check,
  DAY,
  email,
  exitAfter,
  exitWhen,
  inApp,
  outcomeIs,
  plan,
  runInput,
  START,
  task,
  verifyAfter,
  wait,
} from '../support/run-builder.js';
import { shippedBook } from './shipped-playbooks.js';

export interface NamedScenario {
  readonly name: string;
  readonly plan: Plan;
  readonly scenario: Scenario;
}

/** Live data that changes with time: the value in force is the last one at or before the instant. */
function data(changes: Readonly<Record<string, readonly (readonly [number, FactValue])[]>>): Scenario['context'] {
  const valueAt = (path: string, asOf: Instant): FactValue => {
    const before = (changes[path] ?? []).filter(([day]) => START + day * DAY <= asOf);
    return before.at(-1)?.[1] ?? null;
  };
  return (asOf, { startedAt, outcomes }): EvaluationContext => ({
    asOf,
    calendar: runInput().calendar,
    startedAt,
    read: (path, at) => {
      const outcome = path.endsWith('.outcome') ? outcomes[path.slice(0, -'.outcome'.length)] : undefined;
      return outcome ? { value: outcome.outcome, asOf: outcome.at } : { value: valueAt(path, at), asOf: at };
    },
    closedPeriod: (metric, at) => ({ value: valueAt(metric, at), asOf: at }),
  });
}

const close = (day: number, step: string, outcome: string): ScenarioMoment => ({
  at: START + day * DAY,
  type: 'close',
  step,
  outcome,
  by: 'csm-1',
});
const exit = (day: number, id: string): ScenarioMoment => ({ at: START + day * DAY, type: 'exit', exit: id });

const recovered = exitWhen('recovered', comparing('logins', '>=', 200));
const everything = plan(
  [
    email('hello'),
    inApp('tip'),
    task('call', { due: '2bd', escalate: '3bd', expires: '14d' }),
    branch(
      'fork',
      [
        { when: outcomeIs('call', 'reached'), steps: [email('plan'), wait('short', '36h')] },
        { when: comparing('logins', '<', 50), steps: [task('again', { expires: '5d' })] },
      ],
      [email('recap')],
    ),
    wait('settle', '7d'),
    check('usage', comparing('logins', '>=', 100), { every: '7d', upTo: '21d' }),
    branch('size', [{ when: being('account.segment', 'smb'), steps: [email('small')] }], [inApp('big')]),
  ],
  {
    exits: [recovered, exitAfter('too_long', '60d')],
    verify: verifyAfter('30d', comparing('logins', '>=', 100), comparing('nps', '>=', 0)),
  },
);

const slow = { logins: [[-100, 80] as const, [16, 120] as const], 'account.segment': [[-100, 'smb'] as const] };

function built(name: string, of: Plan, scenario: Omit<Scenario, 'run'>, run: Partial<RunInput> = {}): NamedScenario {
  const { playbook, version } = of;
  return { name, plan: of, scenario: { run: runInput({ playbook, version, ...run }), ...scenario } };
}

/** Scenarios that meet every step kind and every way out. */
export function builtScenarios(): NamedScenario[] {
  const berlin = buildZone('Europe/Berlin', [
    ['2025-10-26T01:00:00Z', 60],
    ['2026-03-29T01:00:00Z', 120],
  ]);
  return [
    built('a call that reached somebody', everything, { context: data(slow), timeline: [close(1, 'call', 'reached')] }),
    built('nobody closes anything', everything, { context: data({ logins: [[-100, 10]] }), timeline: [] }),
    built('unknown everywhere', everything, { context: data({}), timeline: [close(4, 'call', 'no_answer')] }),
    built('an exit in the middle of a wait', everything, {
      context: data({
        logins: [
          [-100, 60],
          [9.5, 250],
        ],
      }),
      timeline: [close(2, 'call', 'no_answer')],
    }),
    built('an exit while a task is open', everything, { context: data(slow), timeline: [exit(5, 'recovered')] }),
    built('an exit at the instant a timer is due', everything, {
      context: data(slow),
      timeline: [close(1, 'call', 'no_answer'), exit(8, 'recovered'), exit(8, 'recovered')],
    }),
    built('a holdout account', everything, { context: data(slow), timeline: [] }, { arm: 'holdout' }),
    built('touches that cannot go out', everything, {
      context: data(slow),
      timeline: [],
      settle: ({ verb }) => ({ settlement: { status: 'failed', outcome: null, reason: `no_recipient_for_${verb}` } }),
    }),
    built('a mail server that is away for two days', everything, {
      context: data(slow),
      timeline: [close(4, 'call', 'reached')],
      settle: ({ step, at, verb }) => ({
        settlement: verb === 'task' ? { status: 'opened', outcome: null } : { status: 'done', outcome: 'sent' },
        settledAt: step === 'hello' ? at + 2 * DAY : at,
      }),
    }),
    built('too long', plan([wait('long', '90d')], { exits: [exitAfter('too_long', '60d')] }), {
      context: data({}),
      timeline: [],
    }),
    built('steps within one instant', plan([email('a'), inApp('b'), email('c'), wait('w', '0d'), email('d')]), {
      context: data({}),
      timeline: [],
    }),
    built(
      'days over a change of the clocks',
      plan([wait('over', '2d'), task('call', { due: '1bd', expires: '3d' }), email('after')]),
      { context: data({}), timeline: [] },
      { calendar: berlin, startedAt: Date.parse('2026-03-27T08:00:00Z') },
    ),
  ];
}

/** Every inline test of the shipped playbooks in which somebody is enrolled. */
export function shippedScenarios(): NamedScenario[] {
  const { playbooks, catalogue } = shippedBook();
  if (!catalogue) throw new Error('the shipped book does not compile');
  return playbooks.flatMap(({ plan: shipped, tests }) =>
    tests.flatMap((inline): NamedScenario[] => {
      const prepared = preparePlaybookTest(shipped, catalogue, inline);
      return prepared.enrolled
        ? [{ name: `${shipped.playbook}: ${inline.name}`, plan: shipped, scenario: prepared.scenario }]
        : [];
    }),
  );
}
