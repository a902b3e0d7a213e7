import { decideEnrollment } from '../enroll/decide-enrollment.js';
import { buildZoneCalendar } from '../evaluate/build-zone-calendar.js';
import { addDuration, UTC_CALENDAR, type ZoneCalendar } from '../model/calendar.js';
import type { Catalogue } from '../model/catalogue.js';
import type { EnrollmentDecision } from '../model/decision.js';
import type { Plan } from '../model/plan.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import type { Instant } from '../model/time.js';
import { compareExpectation } from './compare-expectation.js';
import { GivenAccount } from './given-account.js';
import type { PlaybookTestResult, TestActual } from './playbook-test-result.js';
import { simulateRun, type ScenarioMoment, type SimulatedRun } from './simulate-run.js';
import { refusedBy, testStart } from './test-start.js';

const NOBODY: TestActual = {
  enrolled: false,
  because: [],
  skipped: null,
  ran: [],
  outcomes: {},
  exited: null,
  result: null,
};

const YEAR = 366 * 86_400_000;

/** Zone of a test: the playbook's own when it names one, else UTC; Saturday and Sunday without work. */
function calendarOf(plan: Plan, around: Instant): ZoneCalendar {
  if (plan.timezone === 'account' || plan.timezone === 'UTC') return UTC_CALENDAR;
  return buildZoneCalendar(plan.timezone, around - 2 * YEAR, around + 3 * YEAR);
}

/** The texts of the conditions behind a skip. */
function skipTexts(decision: EnrollmentDecision & { readonly decision: 'skip' }, plan: Plan): string[] {
  const answers = new Map(decision.evaluations.map(({ text, value }) => [text, value]));
  const texts = (rules: Plan['enroll']['only'], refuses: (value: boolean | null | undefined) => boolean) =>
    rules.map(({ text }) => text).filter((text) => answers.has(text) && refuses(answers.get(text)));
  switch (decision.reason) {
    case 'suppressed':
      return texts(plan.enroll.never, (value) => value === true);
    case 'not_eligible':
      return texts(plan.enroll.only, (value) => value === false);
    case 'unknown':
      return [...texts(plan.enroll.never, (value) => value === null), ...texts(plan.enroll.only, (value) => value === null)];
    case 'account_churned':
    case 'already_running':
    case 'cool_down':
    case 'once_only':
    case 'cap_reached':
      return [decision.detail];
  }
}

function actualOf({ state, trace }: SimulatedRun): TestActual {
  const ran = trace.flatMap((entry) => {
    if (entry.type !== 'step_started' || entry.verb === 'branch') return [];
    const status = state.outcomes[entry.step]?.status;
    return status === 'done' || status === 'expired' ? [entry.step] : [];
  });
  const outcomes = Object.fromEntries(Object.entries(state.outcomes).map(([step, { outcome }]) => [step, outcome]));
  return { enrolled: true, because: [], skipped: null, ran, outcomes, exited: state.exit?.id ?? null, result: state.result };
}

/**
 * Runs one inline test on the virtual clock: does the trigger fire, is the account enrolled (never as a control), and
 * what does the run do. Channels always work; tasks are closed by the timeline alone; exits are looked at daily at
 * 08:00 and whenever the timeline changes something.
 */
export function runPlaybookTest(plan: Plan, catalogue: Catalogue, test: PlaybookTest): PlaybookTestResult {
  const { given, timeline, expect } = test;
  const calendar = calendarOf(plan, Date.parse(given.date ?? given.contract.end ?? '2026-01-05'));
  const startedAt = testStart(plan.start, given, calendar);
  const moments = timeline
    .map((event) => ({ event, at: addDuration(calendar, startedAt, event.at) }))
    .sort((a, b) => a.at - b.at);
  const changes = moments.map(({ event, at }) => ({ ...event, from: at }));
  const account = new GivenAccount(given, changes, startedAt, calendar, catalogue);
  const report = (actual: TestActual, run?: SimulatedRun): PlaybookTestResult => {
    const misses = (run?.misses ?? []).map(({ moment, reason }) => ({
      what: moment.type === 'close' ? `timeline: close ${moment.step}` : `timeline: ${moment.type}`,
      expected: 'an open task',
      actual: reason,
    }));
    const differences = [...compareExpectation(expect, actual), ...misses];
    const status = differences.length === 0 ? 'passed' : 'failed';
    return { name: test.name, status, expected: expect, actual, differences, trace: run?.trace ?? [] };
  };

  const context = account.contextAt(startedAt);
  const because = refusedBy(plan.start, given, context, calendar);
  if (because.length > 0) return report({ ...NOBODY, because });
  const history = { running: null, lastEndedAt: null, everEnrolled: false };
  const decision = decideEnrollment({ plan, account: 'test', context, history, usedInPeriod: 0, at: startedAt });
  if (decision.decision === 'skip') {
    return report({ ...NOBODY, because: skipTexts(decision, plan), skipped: decision.reason });
  }
  const run = simulateRun(plan, {
    run: {
      runId: 'test',
      playbook: plan.playbook,
      version: plan.version,
      account: 'test',
      arm: 'treatment',
      startedAt,
      calendar,
    },
    context: (asOf, of) => account.contextAt(asOf, of),
    timeline: moments.flatMap(({ event, at }): ScenarioMoment[] => [
      ...Object.entries(event.close).map(([step, outcome]) => ({ at, type: 'close' as const, step, outcome, by: 'test' })),
      { at, type: 'change' },
    ]),
  });
  return report(actualOf(run), run);
}
