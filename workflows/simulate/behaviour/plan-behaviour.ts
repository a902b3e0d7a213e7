import { addDuration } from '../../model/calendar.js';
import type { ZoneCalendar } from '../../model/calendar.js';
import { sha256 } from '../../model/sha256.js';
import type { Instant } from '../../model/time.js';
import type { Autopilot, Behaviour } from './autopilot.js';

/** What a person will do about a task, decided once and for all by seed and task. */
export interface PlannedClose {
  readonly at: Instant;
  readonly outcome: string;
  readonly note: string;
  /** Member id. */
  readonly by: string;
}

export interface TaskToPlan {
  readonly dedupeKey: string;
  readonly outcomes: readonly string[];
  readonly expiresAt: Instant;
  /** Who may close it, and since when it was theirs. */
  readonly owners: readonly { readonly member: string; readonly since: Instant }[];
}

/** A number in [0, 1) that only the seed and the words decide. */
function chance(seed: string, ...words: readonly string[]): number {
  return Number.parseInt(sha256([seed, ...words].join('\u0000')).slice(0, 12), 16) / 16 ** 12;
}

/** The first close among a task's owners, or null when nobody ever closes it. */
export function planClose(autopilot: Autopilot, task: TaskToPlan, calendar: ZoneCalendar): PlannedClose | null {
  const plans = task.owners.flatMap(({ member, since }) => {
    const behaviour = Object.hasOwn(autopilot.people, member) ? autopilot.people[member] : autopilot.otherwise;
    const plan = behaviour ? planOne(autopilot.seed, behaviour, member, since, task, calendar) : null;
    return plan && plan.at < task.expiresAt ? [plan] : [];
  });
  return plans.sort((a, b) => a.at - b.at)[0] ?? null;
}

function planOne(
  seed: string,
  behaviour: Behaviour,
  member: string,
  since: Instant,
  task: TaskToPlan,
  calendar: ZoneCalendar,
): PlannedClose | null {
  if (behaviour.never || chance(seed, task.dedupeKey, member, 'closes') >= behaviour.closes) return null;
  const outcome = pickOutcome(task.outcomes, behaviour.outcomes, chance(seed, task.dedupeKey, member, 'outcome'));
  if (outcome === null) return null;
  const [from, to] = behaviour.after.map((span) => addDuration(calendar, since, span)) as [Instant, Instant];
  const at = from + Math.max(0, to - from) * chance(seed, task.dedupeKey, member, 'when');
  return { at: Math.round(at), outcome, note: behaviour.note, by: member };
}

/** Declared outcomes only: those with a share by their share, the others share evenly what is left. */
export function pickOutcome(declared: readonly string[], shares: Readonly<Record<string, number>>, draw: number): string | null {
  const named = declared.filter((word) => Object.hasOwn(shares, word));
  const total = named.reduce((sum, word) => sum + (shares[word] ?? 0), 0);
  const unnamed = declared.length - named.length;
  const rest = unnamed > 0 ? Math.max(0, 1 - total) / unnamed : 0;
  const weights = declared.map((word) => (named.includes(word) ? (shares[word] ?? 0) : rest));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (all <= 0) return null;
  let left = draw * all;
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return declared[index] ?? null;
  }
  return declared.findLast((_, index) => (weights[index] ?? 0) > 0) ?? null;
}

/** When a contact sees an in-app message, and when it is dismissed; null = never. */
export function planSeen(
  autopilot: Autopilot,
  message: { readonly dedupeKey: string; readonly createdAt: Instant; readonly expiresAt: Instant },
  calendar: ZoneCalendar,
): { readonly seenAt: Instant; readonly dismissedAt: Instant | null } | null {
  const { inApp, seed } = autopilot;
  if (!inApp || chance(seed, message.dedupeKey, 'seen') >= inApp.seen) return null;
  const span = addDuration(calendar, message.createdAt, inApp.within) - message.createdAt;
  const seenAt = Math.round(message.createdAt + span * chance(seed, message.dedupeKey, 'when'));
  if (seenAt >= message.expiresAt) return null;
  const dismisses = chance(seed, message.dedupeKey, 'dismissed') < inApp.dismissed;
  return { seenAt, dismissedAt: dismisses ? seenAt + 60_000 : null };
}

/** What somebody will answer to a question, decided once and for all by seed and question; null = nobody ever does. */
export function planAnswer(
  autopilot: Autopilot,
  question: {
    /** Names the question for good: the run and the key of its step. */
    readonly dedupeKey: string;
    readonly answers: readonly string[];
    readonly askedAt: Instant;
    readonly expiresAt: Instant;
  },
  calendar: ZoneCalendar,
): { readonly at: Instant; readonly answer: string } | null {
  const { questions, seed } = autopilot;
  if (!questions || chance(seed, question.dedupeKey, 'answered') >= questions.answered) return null;
  const answer = pickOutcome(question.answers, questions.answers, chance(seed, question.dedupeKey, 'answer'));
  if (answer === null) return null;
  const span = Math.max(0, addDuration(calendar, question.askedAt, questions.within) - question.askedAt);
  const at = Math.round(question.askedAt + span * chance(seed, question.dedupeKey, 'when'));
  return at < question.expiresAt ? { at, answer } : null;
}
