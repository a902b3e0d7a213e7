import { decideEnrollment } from '../enroll/decide-enrollment.js';
import { workingCalendarFor } from '../evaluate/working-calendar.js';
import { zoneCalendarFor } from '../evaluate/zone-calendar-for.js';
import { addDuration, UTC_CALENDAR, type ZoneCalendar } from '../model/calendar.js';
import type { Catalogue } from '../model/catalogue.js';
import type { EnrollmentDecision, SkipReason } from '../model/decision.js';
import type { Plan } from '../model/plan.js';
import type { PlaybookTest, TestEvent } from '../model/playbook-test.js';
import type { Instant } from '../model/time.js';
import { ENGINE_VERSION } from '../run/engine-version.js';
import { GivenAccount } from './given-account.js';
import { channelWorks, type Scenario, type ScenarioMoment } from './simulate-run.js';
import { refusedBy, testStart } from './test-start.js';

/** What an inline test comes to: an account that is kept out, or the scenario of its run. */
export type PreparedTest =
  | { readonly enrolled: false; readonly because: readonly string[]; readonly skipped: SkipReason | null }
  | { readonly enrolled: true; readonly scenario: Scenario };

type OrderWord =
  | { readonly type: 'resume' | 'cancel' }
  | { readonly type: 'pause'; readonly resumeAt: null }
  | { readonly type: 'skip_step'; readonly step: string };

const YEAR = 366 * 86_400_000;

/** Zone of a test: the playbook's own when it names one, else UTC; with the days off of the book, as every run has them. */
function calendarOf(plan: Plan, { calendars }: Catalogue, around: Instant): ZoneCalendar {
  if (['account', 'contact', 'UTC'].includes(plan.timezone)) return { ...UTC_CALENDAR, ...workingCalendarFor(calendars, 'UTC') };
  return zoneCalendarFor(calendars, plan.timezone, around - 2 * YEAR, around + 3 * YEAR);
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
    case 'playbook_retired':
    case 'already_running':
    case 'cool_down':
    case 'once_only':
    case 'cap_reached':
      return [decision.detail];
  }
}

/** Channels work, but for the steps that a test lets fail from a moment on. */
function settleUntilFailing(
  failing: readonly { readonly step: string; readonly at: Instant }[],
): NonNullable<Scenario['settle']> {
  return (command) =>
    failing.some(({ step, at }) => step === command.step && at <= command.at)
      ? { settlement: { status: 'failed', outcome: null, reason: 'the test lets it fail' } }
      : channelWorks(command);
}

const BY = 'test';
const NO_REASON = 'the test says so';

/** What people do in one entry of a timeline: the run goes on, then hears of what happened, and is halted last. */
function momentsOf(event: TestEvent, at: Instant, index: number): ScenarioMoment[] {
  const { close, answer = {}, skip = [], pause, resume, cancel } = event;
  const order = (nth: string, what: OrderWord, reason: string | true = true): ScenarioMoment => {
    const said = { at, id: `order:${index}:${nth}`, by: BY, reason: reason === true ? NO_REASON : reason };
    return { at, type: 'order', order: { ...said, ...what } };
  };
  return [
    ...(resume ? [order('resume', { type: 'resume' })] : []),
    ...(event.event === undefined ? [] : [{ at, type: 'event' as const, event: event.event }]),
    ...Object.entries(close).map(([step, outcome]) => ({ at, type: 'close' as const, step, outcome, by: BY })),
    ...Object.entries(answer).map(([step, word]) => ({ at, type: 'answer' as const, step, answer: word, by: BY })),
    ...skip.map((step) => order(`skip:${step}`, { type: 'skip_step', step })),
    ...(pause === undefined ? [] : [order('pause', { type: 'pause', resumeAt: null }, pause)]),
    ...(cancel === undefined ? [] : [order('cancel', { type: 'cancel' }, cancel)]),
    { at, type: 'change' },
  ];
}

/** Asks the trigger and the enrollment rules as of the test's start; an enrolled account is never a control. */
export function preparePlaybookTest(plan: Plan, catalogue: Catalogue, test: PlaybookTest): PreparedTest {
  const { given, timeline } = test;
  const calendar = calendarOf(plan, catalogue, Date.parse(given.date ?? given.contract.end ?? '2026-01-05'));
  const startedAt = testStart(plan.start, given, calendar, catalogue);
  const moments = timeline
    .map((event) => ({ event, at: addDuration(calendar, startedAt, event.at) }))
    .sort((a, b) => a.at - b.at);
  const changes = moments.map(({ event, at }) => ({ ...event, from: at }));
  const account = new GivenAccount(given, changes, startedAt, calendar, catalogue);
  const context = account.contextAt(startedAt);

  const because = refusedBy(plan.start, given, context, calendar);
  if (because.length > 0) return { enrolled: false, because, skipped: null };
  const history = { running: null, lastEndedAt: null, everEnrolled: false };
  const open = { ...plan, enroll: { ...plan.enroll, holdout: 0 } };
  const decision = decideEnrollment({ plan: open, account: 'test', context, history, usedInPeriod: 0, at: startedAt });
  if (decision.decision === 'skip') return { enrolled: false, because: skipTexts(decision, plan), skipped: decision.reason };

  const { playbook, version } = plan;
  return {
    enrolled: true,
    scenario: {
      run: {
        runId: 'test',
        playbook,
        version,
        account: 'test',
        arm: 'treatment',
        startedAt,
        calendar,
        engineVersion: ENGINE_VERSION,
      },
      context: (asOf, run) => account.contextAt(asOf, run),
      settle: settleUntilFailing(
        [{ event: given, at: startedAt }, ...moments].flatMap(({ event, at }) =>
          (event.fail ?? []).map((step) => ({ step, at })),
        ),
      ),
      timeline: moments.flatMap(({ event, at }, index) => momentsOf(event, at, index)),
    },
  };
}
