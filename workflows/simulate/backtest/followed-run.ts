import { accountContext } from '../../evaluate/account-context.js';
import { addDuration, UTC_CALENDAR } from '../../model/calendar.js';
import type { ZoneCalendar } from '../../model/calendar.js';
import type { EvaluationContext } from '../../model/evaluation-context.js';
import type { Plan, PlanStep, Recipient, TaskStep } from '../../model/plan.js';
import type { RunArm, RunCommand, RunInput, StepOutcome, TraceEntry } from '../../model/run.js';
import type { Duration, Instant } from '../../model/time.js';
import { ENGINE_VERSION } from '../../run/engine-version.js';
import { stepOf } from '../../run/step-of.js';
import type { Autopilot } from '../behaviour/autopilot.js';
import { planAnswer, planClose, planSeen, type PlannedClose, type TaskToPlan } from '../behaviour/plan-behaviour.js';
import { channelWorks, type Answer, type PerformCommand, type Scenario, type ScenarioMoment } from '../scenario.js';
import type { BookDays } from './book-days.js';
import type { DecidedEpisode } from './book-sweeps.js';
import type { HistoryAccount, HistoryPerson } from './history.js';
import { assigneeOf, isGroupOf, recipientsOf } from './recipients-of.js';

/** A message that reached somebody. */
export interface ReachedPerson {
  readonly person: HistoryPerson;
  /** `email`, `in_app` or `ask`. */
  readonly channel: string;
  readonly step: string;
  readonly at: Instant;
  /** A second reader, who has no message of their own. */
  readonly copy: boolean;
  /** Of an in-app message: when it was seen and dismissed; null = it has not been seen in time. */
  readonly seen: { readonly seenAt: Instant; readonly dismissedAt: Instant | null } | null;
  readonly expiresAt: Instant | null;
}

/** Work that a run asked somebody for. */
export interface AskedWork {
  readonly kind: 'step' | 'fallback';
  readonly step: string;
  readonly key: string;
  /** Null = nobody could be found. */
  readonly assignee: string | null;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
  /** What a person will do about it; null = nothing, as far as the run knows. */
  plan: PlannedClose | null;
  readonly minutes: number;
  readonly noteAtLeast: number | null;
}

export interface FollowedRunInput {
  readonly runId: string;
  readonly plan: Plan;
  readonly account: HistoryAccount;
  readonly arm: RunArm;
  readonly startedAt: Instant;
  /** Of the account, or of the playbook when it has a zone of its own. */
  readonly calendar: ZoneCalendar;
  readonly days: BookDays;
  readonly people: Autopilot | null;
}

const FALLBACK_DUE = { amount: 2, unit: 'bd' } as const;
const FALLBACK_EXPIRES = { amount: 60, unit: 'd' } as const;
/** Work of a task when nobody says how much, in minutes. */
const USUAL_MINUTES = 15;
const HOURS_OF = { d: 8, bd: 8, w: 40, mo: 160 } as const;

/** Working time: a day of work has 8 hours, a week 40. */
export function minutesOf(takes: TaskStep['takes']): number {
  if (!takes) return USUAL_MINUTES;
  if (takes.unit === 'min') return takes.amount;
  return takes.amount * 60 * (takes.unit === 'h' ? 1 : HOURS_OF[takes.unit]);
}

/**
 * What a run meets while it is followed over history: live data as of then, channels that reach whoever is there, and people
 * who behave as the seeded model says. It notes whom the run reached and whom it asked for work; it never changes history.
 */
export class FollowedRun {
  readonly reached = new Map<string, ReachedPerson>();
  readonly work = new Map<string, AskedWork>();

  constructor(readonly input: FollowedRunInput) {}

  static of(episode: DecidedEpisode & { readonly runId: string }, rest: Pick<FollowedRunInput, 'calendar' | 'days' | 'people'>) {
    const { runId, plan, at: startedAt, decision } = episode;
    const arm = decision.decision === 'enroll' ? decision.arm : 'treatment';
    return new FollowedRun({ runId, plan, arm, startedAt, account: rest.days.account(episode.account), ...rest });
  }

  get run(): RunInput {
    const { runId, plan, account, arm, startedAt, calendar } = this.input;
    const { playbook, version } = plan;
    return { runId, playbook, version, account: account.data.id, arm, startedAt, calendar, engineVersion: ENGINE_VERSION };
  }

  context(
    asOf: Instant,
    run: { readonly startedAt: Instant; readonly outcomes: Readonly<Record<string, StepOutcome>> },
  ): EvaluationContext {
    return accountContext(this.input.days.dataAt(this.input.account.data.id, asOf), { asOf, ...run });
  }

  /** What happened at the account on its own, as far as the playbook listens. */
  events(until: Instant): ScenarioMoment[] {
    const { account, startedAt } = this.input;
    return account.events
      .filter(({ at }) => at > startedAt && at <= until)
      .map(({ at, name }) => ({ at, type: 'event', event: name }));
  }

  /** What a channel answers: asked again for the same step it answers the same. */
  settle(command: PerformCommand): Answer {
    const step = stepOf(this.input.plan, command.step);
    switch (step?.verb) {
      case 'email':
        return this.send(command, 'email', step.to, { cc: step.cc });
      case 'in_app':
        return this.send(command, 'in_app', step.to, { expires: step.expires });
      case 'ask':
        return this.ask(command, [step.to, ...(step.elseAsk === null ? [] : [step.elseAsk])], step.by);
      case 'task': {
        const assigned = assigneeOf(this.input.account, step, command.at) !== null;
        return { settlement: { status: 'opened', outcome: null, detail: { assigned } } };
      }
      default:
        return channelWorks(command);
    }
  }

  /** What people will do because of a command. */
  react(command: RunCommand): readonly ScenarioMoment[] {
    if (command.type === 'escalate_task') return this.escalate(command);
    if (command.type === 'open_fallback') this.openFallback(command);
    if (command.type !== 'record') return [];
    const { entry } = command;
    if (entry.type === 'task_opened') return this.openTask(entry);
    return entry.type === 'question_opened' ? this.openQuestion(entry) : [];
  }

  /** Everything that the simulator needs to follow the run. */
  scenario(nextLook: (after: Instant) => Instant, until: Instant): Scenario {
    return {
      run: this.run,
      context: (asOf, run) => this.context(asOf, run),
      timeline: this.events(until),
      settle: (command) => this.settle(command),
      react: (command) => this.react(command),
      nextLook,
      until,
    };
  }

  private send(
    { key, step, at }: PerformCommand,
    channel: 'email' | 'in_app',
    to: Recipient,
    { cc = null, expires }: { readonly cc?: Recipient | null; readonly expires?: Duration },
  ): Answer {
    const { account, runId, people } = this.input;
    const found = recipientsOf(account, to, at).filter(({ kind }) => channel === 'email' || kind === 'contact');
    if (found.length === 0 && isGroupOf(to)) return nobody();
    const readers = channel === 'email' ? found.filter(({ hasMail }) => hasMail) : found;
    if (readers.length === 0) return failed();
    const expiresAt = expires ? addDuration(account.data.calendar, at, expires) : null;
    for (const person of readers) {
      const dedupeKey = `${runId}:${key}:${person.id}`;
      const seen = people && expiresAt !== null ? planSeen(people, { dedupeKey, createdAt: at, expiresAt }, UTC_CALENDAR) : null;
      this.reached.set(dedupeKey, { person, channel, step, at, copy: false, seen, expiresAt });
    }
    const [second] = cc === null ? [] : recipientsOf(account, cc, at);
    const copied = second?.hasMail && !readers.some(({ id }) => id === second.id) ? second : null;
    if (copied) {
      const copy = { person: copied, channel, step, at, copy: true, seen: null, expiresAt: null };
      this.reached.set(`${runId}:${key}:cc:${copied.id}`, copy);
    }
    const detail = { recipients: readers.length, ...(copied ? { cc: 'sent' } : {}) };
    return { settlement: { ...channelWorks({ verb: channel }).settlement, detail } };
  }

  private ask({ key, step, at }: PerformCommand, whom: readonly Recipient[], by: 'email' | 'in_app'): Answer {
    const { account, runId } = this.input;
    for (const recipient of whom) {
      const person = recipientsOf(account, recipient, at).find(({ hasMail }) => by === 'in_app' || hasMail);
      if (!person) continue;
      const asked = { person, channel: 'ask', step, at, copy: false, seen: null, expiresAt: null };
      this.reached.set(`${runId}:${key}:${person.id}`, asked);
      return { settlement: { status: 'opened', outcome: null, detail: { recipients: 1 } } };
    }
    return failed();
  }

  private openTask({ step: id, key, at, due, expires }: Extract<TraceEntry, { type: 'task_opened' }>): ScenarioMoment[] {
    const { account, plan: playbook } = this.input;
    const step = stepOf(playbook, id);
    if (step?.verb !== 'task') return [];
    const assignee = assigneeOf(account, step, at);
    const owners = assignee === null ? [] : [{ member: assignee, since: at }];
    const plan = this.planned(step, { key, owners, expires });
    this.work.set(key, {
      ...{ kind: 'step', step: id, key, assignee, openedAt: at, dueAt: due, expiresAt: expires, plan },
      ...{ minutes: minutesOf(step.takes), noteAtLeast: step.noteAtLeast },
    });
    return plan ? [closing(id, plan)] : [];
  }

  /** Somebody else may close it as well, from now on; whoever does so first. */
  private escalate({ step: id, key, to, at }: Extract<RunCommand, { type: 'escalate_task' }>): ScenarioMoment[] {
    const { account, plan: playbook } = this.input;
    const step = stepOf(playbook, id);
    const work = this.work.get(key);
    const [person] = recipientsOf(account, to, at);
    if (step?.verb !== 'task' || !work || person?.kind !== 'member') return [];
    const owners = [
      ...(work.assignee === null ? [] : [{ member: work.assignee, since: work.openedAt }]),
      { member: person.id, since: at },
    ];
    work.plan = this.planned(step, { key, owners, expires: work.expiresAt });
    return work.plan && work.plan.at >= at ? [closing(id, work.plan)] : [];
  }

  /** What the owners will do; null when nobody closes it, also for want of a note that is long enough. */
  private planned(
    step: TaskStep,
    task: { readonly key: string; readonly owners: TaskToPlan['owners']; readonly expires: Instant },
  ): PlannedClose | null {
    const { people, runId, account } = this.input;
    if (!people) return null;
    const asked = { dedupeKey: `${runId}:${task.key}`, outcomes: step.outcomes, expiresAt: task.expires, owners: task.owners };
    const plan = planClose(people, asked, account.data.calendar);
    const length = [...(plan?.note.trim() ?? '')].length;
    return plan && length >= (step.noteAtLeast ?? 0) ? plan : null;
  }

  private openFallback({ step, key, at }: Extract<RunCommand, { type: 'open_fallback' }>): void {
    const { account, runId, people } = this.input;
    const { calendar } = account.data;
    const assignee = account.csm?.id ?? null;
    const owners = assignee === null ? [] : [{ member: assignee, since: at }];
    const dedupeKey = `${runId}:${key}:fallback`;
    const expiresAt = addDuration(calendar, at, FALLBACK_EXPIRES);
    const asked = { dedupeKey, outcomes: ['handled', 'not_needed'], expiresAt, owners };
    this.work.set(`${key}:fallback`, {
      ...{ kind: 'fallback', step, key, assignee, openedAt: at, dueAt: addDuration(calendar, at, FALLBACK_DUE), expiresAt },
      ...{ plan: people && planClose(people, asked, calendar), minutes: USUAL_MINUTES, noteAtLeast: null },
    });
  }

  private openQuestion({ step: id, key, at, expires }: Extract<TraceEntry, { type: 'question_opened' }>): ScenarioMoment[] {
    const { account, plan, people, runId } = this.input;
    const step: PlanStep | undefined = stepOf(plan, id);
    if (step?.verb !== 'ask' || !people) return [];
    const question = { dedupeKey: `${runId}:${key}`, answers: step.answers, askedAt: at, expiresAt: expires };
    const planned = planAnswer(people, question, account.data.calendar);
    if (!planned) return [];
    const asked = [...this.reached.values()].find((one) => one.step === id && one.channel === 'ask');
    const by = asked ? `autopilot:${asked.person.id}` : 'autopilot';
    // The simulator names a question of the verification without its prefix.
    return [{ at: planned.at, type: 'answer', step: id.replace(/^verify\./, ''), answer: planned.answer, by }];
  }
}

function closing(step: string, { at, outcome, by }: PlannedClose): ScenarioMoment {
  return { at, type: 'close', step, outcome, by: `autopilot:${by}` };
}

function nobody(): Answer {
  return { settlement: { status: 'skipped', outcome: 'nobody', reason: 'nobody', detail: { recipients: 0 } } };
}

function failed(): Answer {
  return { settlement: { status: 'failed', outcome: 'no_recipient', reason: 'no_recipient' } };
}
