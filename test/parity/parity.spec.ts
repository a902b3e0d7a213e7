import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PerformInput, PerformResult } from '../../workflows/durable/activities.js';
import { simulateRun } from '../../workflows/simulate/simulate-run.js';
import { DurableRunner, untilReached, works, type DurableRun } from '../support/durable-runner.js';
import { builtScenarios, shippedScenarios, type NamedScenario } from './scenarios.js';

/** Machine milliseconds of a business day: half a year takes about ten seconds, and all scenarios run side by side. */
const DAY_MS = 60;

let runner: DurableRunner | undefined;
beforeAll(async () => {
  runner = await DurableRunner.start();
}, 60_000);
afterAll(async () => {
  await runner?.stop();
}, 30_000);

/** The same scenario on the durable host: what was pushed into the simulated run is sent as signals. */
async function durably({ plan, scenario }: NamedScenario, runId: string, pushed: ReturnType<typeof simulateRun>['pushed']) {
  if (!runner) throw new Error('the durable host did not start');
  const holder: { run?: DurableRun } = {};
  const settle = async (input: PerformInput): Promise<PerformResult> => {
    const step = plan.steps[input.step]!;
    const verb = step.verb as 'email' | 'in_app' | 'task';
    const answer = scenario.settle?.({ type: 'perform', key: input.key, step: input.step, verb, at: input.at });
    const { settlement, settledAt = input.at } = answer ?? { settlement: works(verb) };
    if (settledAt > input.at && holder.run) await sleep(untilReached(holder.run, settledAt));
    return { settlement, settledAt };
  };
  const run = await runner.begin(plan, { ...scenario.run, runId }, { context: scenario.context, settle }, DAY_MS);
  holder.run = run;
  const [ended] = await Promise.all([runner.end(run), runner.push(run, pushed)]);
  return ended;
}

describe.each([
  ['built scenarios', builtScenarios()],
  ['inline tests of the shipped playbooks', shippedScenarios()],
])('one scenario, two hosts, equal traces: %s', (group, scenarios) => {
  const simulated = new Map(scenarios.map((each) => [each.name, simulateRun(each.plan, each.scenario)]));
  const durable = new Map<string, ReturnType<typeof durably>>();

  beforeAll(() => {
    for (const [index, each] of scenarios.entries()) {
      const ended = durably(each, `${group}:${index}`, simulated.get(each.name)!.pushed);
      // Looked at by the test of the scenario; until then a failure is nobody's unhandled rejection.
      ended.catch(() => undefined);
      durable.set(each.name, ended);
    }
  });

  test.each(scenarios.map(({ name }) => name))(
    '%s',
    async (name) => {
      const virtual = simulated.get(name)!;
      const { result, trace } = await durable.get(name)!;
      expect(trace).toEqual(virtual.trace);
      expect(result).toBe(virtual.state.result);
    },
    60_000,
  );
});

test('the scenarios meet every step kind, every exit and every result', () => {
  const entries = [...builtScenarios(), ...shippedScenarios()].flatMap(({ plan, scenario }) => simulateRun(plan, scenario).trace);
  const verbs = new Set(entries.map((entry) => (entry.type === 'step_started' ? entry.verb : null)));
  const results = new Set(entries.map((entry) => (entry.type === 'run_finished' ? entry.result : null)));
  const types = new Set(entries.map(({ type }) => type));
  expect([...verbs].filter(Boolean).sort()).toEqual(['branch', 'check', 'email', 'in_app', 'task', 'wait']);
  expect([...results].filter(Boolean).sort()).toEqual(
    expect.arrayContaining(['completed', 'expired', 'lost', 'not_met', 'success', 'unknown']),
  );
  expect(types.size).toBeGreaterThanOrEqual(16);
});
