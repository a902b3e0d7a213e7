import { notRunnableSteps } from '../compile/not-runnable.js';
import type { Catalogue } from '../model/catalogue.js';
import type { NotRunnable } from '../model/not-runnable.js';
import type { Plan, StepVerb } from '../model/plan.js';
import type { PlaybookTest, TestExpectation } from '../model/playbook-test.js';
import { questionOf } from '../run/step-of.js';
import { compareExpectation } from './compare-expectation.js';
import type { Difference, PlaybookTestResult, TestActual } from './playbook-test-result.js';
import { preparePlaybookTest, type PreparedTest } from './prepare-playbook-test.js';
import { simulateRun, type SimulatedRun } from './simulate-run.js';

/** Verbs that are there for the steps in them. */
const CONTROLS: readonly StepVerb[] = ['branch', 'parallel'];

function actualOf({ state, trace }: SimulatedRun): TestActual {
  const ran = trace.flatMap((entry) => {
    if (entry.type !== 'step_started' || CONTROLS.includes(entry.verb) || questionOf(entry.step) !== null) return [];
    const status = state.outcomes[entry.step]?.status;
    return status === 'done' || status === 'expired' ? [entry.step] : [];
  });
  const outcomes = Object.fromEntries(Object.entries(state.outcomes).map(([step, { outcome }]) => [step, outcome]));
  return { enrolled: true, because: [], skipped: null, ran, outcomes, exited: state.exit?.id ?? null, result: state.result };
}

/** What is known without a run. */
function unrun(prepared: PreparedTest): TestActual {
  const { because, skipped } = prepared.enrolled ? { because: [], skipped: null } : prepared;
  return { enrolled: prepared.enrolled, because, skipped, ran: [], outcomes: {}, exited: null, result: null };
}

/** A timeline entry that had nothing to act on is a mistake in the test. */
function missed({ misses }: SimulatedRun): Difference[] {
  return misses.map(({ moment, reason }) => ({
    what: moment.type === 'close' ? `timeline: close ${moment.step}` : `timeline: ${moment.type}`,
    expected: 'an open task',
    actual: reason,
  }));
}

/** What of the run nobody can tell yet, as far as the test asks for it. */
function untold(plan: Plan, { expect }: PlaybookTest): readonly NotRunnable[] {
  const steps = notRunnableSteps(plan);
  if (steps.length > 0) return steps;
  const questions = plan.verify?.subjective ?? [];
  if (expect.result === null || questions.length === 0) return [];
  return questions.map(({ id }) => ({ where: `verify.${id}`, what: 'subjective' }));
}

/** Whether a test says anything about what happens after the enrollment. */
function asksForRun({ ran, outcomes, exited, result }: TestExpectation): boolean {
  return [ran, outcomes, exited, result].some((wanted) => wanted !== null);
}

/**
 * Runs one inline test on the virtual clock: does the trigger fire, is the account enrolled, and what does the run do.
 * Every door is taken as reached, and conditions read what the test tells, whether or not the engine could know it.
 * Channels work unless the timeline says otherwise; tasks are closed by the timeline alone; exits are looked at daily at
 * 08:00 and whenever the timeline changes something. A run with steps that the engine does not carry out yet is not
 * guessed at: a test that asks for more than the enrollment is skipped.
 */
export function runPlaybookTest(plan: Plan, catalogue: Catalogue, test: PlaybookTest): PlaybookTestResult {
  const { name, expect: expected } = test;
  const prepared = preparePlaybookTest(plan, catalogue, test);
  const notRunnable = prepared.enrolled ? untold(plan, test) : [];
  const run = prepared.enrolled && notRunnable.length === 0 ? simulateRun(plan, prepared.scenario) : null;
  const actual = run ? actualOf(run) : unrun(prepared);
  if (notRunnable.length > 0 && expected.enrolled !== false && asksForRun(expected))
    return { name, status: 'skipped', notRunnable, expected, actual, differences: [], trace: [] };
  const differences = [...compareExpectation(expected, actual), ...(run ? missed(run) : [])];
  const status = differences.length === 0 ? 'passed' : 'failed';
  return { name, status, notRunnable: [], expected, actual, differences, trace: run?.trace ?? [] };
}
