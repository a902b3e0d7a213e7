import { compileCondition } from '../../condition/compile-condition.js';
import { needsOf } from '../../condition/needs-of.js';
import { accountContext } from '../../evaluate/account-context.js';
import { addDuration } from '../../model/calendar.js';
import type { Catalogue } from '../../model/catalogue.js';
import type { EvaluationContext } from '../../model/evaluation-context.js';
import type { Plan } from '../../model/plan.js';
import type { Instant } from '../../model/time.js';
import type { BookDays } from './book-days.js';
import type { DecidedEpisode } from './book-sweeps.js';

/** Weeks after which is looked. */
export const WEEKS_AFTER = [4, 8, 12] as const;

/** What became of something that was measured, over the accounts for which both ends are known. */
export interface Movement {
  /** A metric's id, or `health.score`. */
  readonly name: string;
  readonly known: number;
  /** Medians. */
  readonly before: number | null;
  readonly after: number | null;
  readonly higher: number;
  readonly lower: number;
  readonly same: number;
}

/** What the accounts that entered a playbook did afterwards, in a history in which nobody did anything about them. */
export interface Afterwards {
  readonly playbook: string;
  readonly weeks: number;
  /** Entries, control group included, and how many of them history reaches so far. */
  readonly entries: number;
  readonly reached: number;
  /** Whether what began it was still true: `gone` came right by itself. Null = the playbook begins at a date alone. */
  readonly trigger: { readonly still: number; readonly gone: number; readonly unknown: number } | null;
  readonly movements: readonly Movement[];
}

/** @param known the instant up to which history is known */
export function afterwards(
  plan: Plan,
  catalogue: Catalogue,
  episodes: readonly DecidedEpisode[],
  days: BookDays,
  known: Instant,
): Afterwards[] {
  const entered = episodes.filter((episode) => episode.plan.playbook === plan.playbook && episode.runId !== null);
  const names = entered.length === 0 ? [] : measuredNames(plan, catalogue);
  const asked = plan.start.kind === 'manual' || entered.length === 0 ? null : plan.start.when;
  const compiled = asked === null ? null : compileCondition(asked.condition);
  return WEEKS_AFTER.map((weeks) => {
    const pairs = entered.flatMap(({ account, at }) => {
      const data = days.account(account).data;
      const later = addDuration(data.calendar, at, { amount: weeks, unit: 'w' });
      return later > known ? [] : [{ before: contextAt(days, account, at), after: contextAt(days, account, later) }];
    });
    const answers = compiled === null ? null : pairs.map(({ after }) => compiled.answer(after));
    const count = (wanted: boolean | null): number => answers?.filter((answer) => answer === wanted).length ?? 0;
    return {
      ...{ playbook: plan.playbook, weeks, entries: entered.length, reached: pairs.length },
      trigger: answers === null ? null : { still: count(true), gone: count(false), unknown: count(null) },
      movements: names.map((name) => movementOf(name, pairs)),
    };
  });
}

function contextAt(days: BookDays, account: string, asOf: Instant): EvaluationContext {
  return accountContext(days.dataAt(account, asOf), { asOf });
}

/** What the playbook itself looks at, and the health score when the book has one. */
function measuredNames({ start, exits, verify }: Plan, { metrics, healths }: Catalogue): string[] {
  const conditions = [
    start.kind === 'manual' ? null : start.when,
    ...exits.map(({ when }) => when),
    ...(verify?.objective ?? []).map(({ expect }) => expect),
  ];
  const needs = conditions.flatMap((named) => (named === null ? [] : needsOf(named.condition)));
  const named = [...new Set(needs)].filter((need) => Object.hasOwn(metrics, need));
  return [...named, ...(healths.length > 0 ? ['health.score'] : [])];
}

function movementOf(name: string, pairs: readonly { before: EvaluationContext; after: EvaluationContext }[]): Movement {
  const values = pairs.flatMap((pair) => {
    const [before, after] = [pair.before, pair.after].map((context) => context.read(name, context.asOf).value);
    return typeof before === 'number' && typeof after === 'number' ? [{ before, after }] : [];
  });
  return {
    name,
    known: values.length,
    before: median(values.map(({ before }) => before)),
    after: median(values.map(({ after }) => after)),
    higher: values.filter(({ before, after }) => after > before).length,
    lower: values.filter(({ before, after }) => after < before).length,
    same: values.filter(({ before, after }) => after === before).length,
  };
}

/** Rounded, so that the noise of binary fractions stays out. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  const value = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
  return Math.round(value * 1e6) / 1e6;
}
