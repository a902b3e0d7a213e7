import type { Catalogue } from '../model/catalogue.js';
import type { Plan } from '../model/plan.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import { compareExpectation } from './compare-expectation.js';
import type { Difference, PlaybookTestResult, TestActual } from './playbook-test-result.js';
import { preparePlaybookTest, type PreparedTest } from './prepare-playbook-test.js';
import { simulateRun, type SimulatedRun } from './simulate-run.js';

function actualOf({ state, trace }: SimulatedRun): TestActual {
  const ran = trace.flatMap((entry) => {
    if (entry.type !== 'step_started' || entry.verb === 'branch') return [];
    const status = state.outcomes[entry.step]?.status;
    return status === 'done' || status === 'expired' ? [entry.step] : [];
  });
  const outcomes = Object.fromEntries(Object.entries(state.outcomes).map(([step, { outcome }]) => [step, outcome]));
  return { enrolled: true, because: [], skipped: null, ran, outcomes, exited: state.exit?.id ?? null, result: state.result };
}

function nobody(prepared: PreparedTest): TestActual {
  const { because, skipped } = prepared.enrolled ? { because: [], skipped: null } : prepared;
  return { enrolled: false, because, skipped, ran: [], outcomes: {}, exited: null, result: null };
}

/** A timeline entry that had nothing to act on is a mistake in the test. */
function missed({ misses }: SimulatedRun): Difference[] {
  return misses.map(({ moment, reason }) => ({
    what: moment.type === 'close' ? `timeline: close ${moment.step}` : `timeline: ${moment.type}`,
    expected: 'an open task',
    actual: reason,
  }));
}

/**
 * Runs one inline test on the virtual clock: does the trigger fire, is the account enrolled, and what does the run do.
 * Channels always work; tasks are closed by the timeline alone; exits are looked at daily at 08:00 and whenever the
 * timeline changes something.
 */
export function runPlaybookTest(plan: Plan, catalogue: Catalogue, test: PlaybookTest): PlaybookTestResult {
  const prepared = preparePlaybookTest(plan, catalogue, test);
  const run = prepared.enrolled ? simulateRun(plan, prepared.scenario) : null;
  const actual = run ? actualOf(run) : nobody(prepared);
  const differences = [...compareExpectation(test.expect, actual), ...(run ? missed(run) : [])];
  const status = differences.length === 0 ? 'passed' : 'failed';
  return { name: test.name, status, expected: test.expect, actual, differences, trace: run?.trace ?? [] };
}
