import { UTC_CALENDAR } from '../model/calendar.js';
import type { Catalogue } from '../model/catalogue.js';
import type { Plan, StepVerb } from '../model/plan.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import { questionOf } from '../run/step-of.js';
import type { Autopilot } from './behaviour/autopilot.js';
import { compareExpectation } from './compare-expectation.js';
import type { Difference, PlaybookTestResult, TestActual } from './playbook-test-result.js';
import { preparePlaybookTest, type PreparedTest } from './prepare-playbook-test.js';
import { withPeople } from './seeded-people.js';
import { EndlessRun, simulateRun, type Scenario, type ScenarioMoment, type SimulatedRun } from './simulate-run.js';

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

const MEANT: Readonly<Record<ScenarioMoment['type'], string>> = {
  close: 'an open task',
  answer: 'an open question',
  order: 'a run for which it can be ordered',
  exit: 'a run that can leave',
  event: 'a run that hears of it',
  change: 'a run',
};

function nameOf(moment: ScenarioMoment): string {
  if (moment.type === 'close' || moment.type === 'answer') return `${moment.type} ${moment.step}`;
  if (moment.type !== 'order') return moment.type;
  return moment.order.type === 'skip_step' ? `skip ${moment.order.step}` : moment.order.type;
}

/** A timeline entry that had nothing to act on is a mistake in the test. */
function missed({ misses, trace }: SimulatedRun): Difference[] {
  return misses.map(({ moment, reason }) => {
    const before = trace.findLast(({ at }) => at <= moment.at);
    const said = { what: `timeline: ${nameOf(moment)}`, expected: MEANT[moment.type], actual: reason };
    return { ...said, ...(before ? { seq: before.seq } : {}) };
  });
}

/** The run of a test, or why it never ends: what an author wrote must not bring anything down. */
function runOf(plan: Plan, scenario: Scenario): SimulatedRun | Difference {
  try {
    return simulateRun(plan, scenario);
  } catch (error) {
    if (error instanceof EndlessRun) return { what: 'the run', expected: 'an end', actual: error.message };
    throw error;
  }
}

/**
 * Runs one inline test on the virtual clock: does the trigger fire, is the account enrolled, and what does the run do.
 * Every door is taken as reached, and conditions read what the test tells, whether or not the engine could know it.
 * Channels work unless the timeline says otherwise; tasks are closed and questions answered by the timeline alone; exits,
 * and what steps wait for, are looked at daily at 08:00 and whenever the timeline changes something.
 * @param people who close tasks and answer questions instead of the timeline; what then finds nothing to act on is no mistake
 */
export function runPlaybookTest(
  plan: Plan,
  catalogue: Catalogue,
  test: PlaybookTest,
  people: Autopilot | null = null,
): PlaybookTestResult {
  const { name, expect: expected } = test;
  const prepared = preparePlaybookTest(plan, catalogue, test);
  const scenario = prepared.enrolled ? prepared.scenario : null;
  const run = scenario ? runOf(plan, people ? withPeople(plan, scenario, people) : scenario) : null;
  const ended = run && 'state' in run ? run : null;
  const actual = ended ? actualOf(ended) : unrun(prepared);
  const trace = ended?.trace ?? [];
  const differences =
    run && 'what' in run ? [run] : [...compareExpectation(expected, actual, trace), ...(ended && !people ? missed(ended) : [])];
  const calendar = prepared.enrolled ? prepared.scenario.run.calendar : UTC_CALENDAR;
  return { name, status: differences.length === 0 ? 'passed' : 'failed', expected, actual, differences, trace, calendar };
}
