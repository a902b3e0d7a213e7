import type { AuthoredStep, Playbook } from '../model/playbook.js';
import type { Duration } from '../model/time.js';
import { approximateLength } from './approximate-length.js';

/** A span of time in milliseconds: at least, when everybody acts on the due day, and at most. */
export interface Stretch {
  readonly shortest: number;
  readonly expected: number;
  readonly longest: number;
}

/** When each step is reached, counted from the start of the run, whatever path it takes there. */
export interface Timetable {
  readonly reached: ReadonlyMap<AuthoredStep, Stretch>;
  /** The end of the last step. */
  readonly end: Stretch;
}

const NONE: Stretch = { shortest: 0, expected: 0, longest: 0 };

function sum(a: Stretch, b: Stretch): Stretch {
  return { shortest: a.shortest + b.shortest, expected: a.expected + b.expected, longest: a.longest + b.longest };
}

/** Milliseconds from the start of the run to the end of the contract, where the start says so; else null. */
export function timeToContractEnd({ start }: Playbook): number | null {
  if (start.kind !== 'at_date' || start.anchor !== 'contract.end') return null;
  return start.direction === 'before' ? approximateLength(start.offset) : -approximateLength(start.offset);
}

function ofWait(step: AuthoredStep & { verb: 'wait' }, from: Stretch, left: number | null): Stretch {
  const length = approximateLength(step.duration.value);
  const until = step.until?.value;
  if (!until) return { shortest: length, expected: length, longest: length };
  if (until.kind === 'weekday') return { shortest: 0, expected: 0, longest: Math.min(length, approximateLength(WEEK)) };
  if (until.anchor !== 'contract.end' || left === null) return { shortest: 0, expected: 0, longest: length };
  const offset = approximateLength(until.offset);
  const moment = until.direction === 'before' ? left - offset : left + offset;
  const after = (reached: number): number => Math.min(length, Math.max(0, moment - reached));
  return { shortest: after(from.shortest), expected: after(from.expected), longest: after(from.longest) };
}

const WEEK: Duration = { amount: 1, unit: 'w' };
const between = (shortest: number, longest: number): Stretch => ({ shortest, expected: shortest, longest });

class Walk {
  readonly reached = new Map<AuthoredStep, Stretch>();

  constructor(private readonly left: number | null) {}

  /** Follows a list from a moment on and gives the moment at which it ends. */
  list(steps: readonly AuthoredStep[], from: Stretch): Stretch {
    return steps.reduce((at, step) => this.step(step, at), from);
  }

  private step(step: AuthoredStep, at: Stretch): Stretch {
    this.reached.set(step, at);
    const end = this.end(step, at);
    // A step that may be left out takes no time when it is.
    return step.when ? { ...end, shortest: at.shortest } : end;
  }

  private end(step: AuthoredStep, at: Stretch): Stretch {
    switch (step.verb) {
      case 'branch': {
        const ends = [...step.arms.map(({ steps }) => this.list(steps, at)), this.list(step.otherwise, at)];
        return {
          shortest: Math.min(...ends.map(({ shortest }) => shortest)),
          expected: Math.max(...ends.map(({ expected }) => expected)),
          longest: Math.max(...ends.map(({ longest }) => longest)),
        };
      }
      case 'parallel': {
        const ends = [at, ...step.lanes.map(({ steps }) => this.list(steps, at))];
        return {
          shortest: Math.max(...ends.map(({ shortest }) => shortest)),
          expected: Math.max(...ends.map(({ expected }) => expected)),
          longest: Math.max(...ends.map(({ longest }) => longest)),
        };
      }
      default:
        return sum(at, this.stay(step, at));
    }
  }

  private stay(step: AuthoredStep, at: Stretch): Stretch {
    switch (step.verb) {
      case 'wait':
        return ofWait(step, at, this.left);
      case 'task': {
        const [due, expires] = [approximateLength(step.due.value), approximateLength(step.expires.value)];
        return { shortest: 0, expected: Math.min(due, expires), longest: expires };
      }
      case 'check':
        return between(0, step.upTo ? approximateLength(step.upTo.value) : 0);
      case 'wait_for':
        return between(0, approximateLength(step.atMost.value));
      case 'ask':
        return between(0, approximateLength(step.expires.value));
      // How long the steps of another playbook take is not known here.
      case 'playbook':
        return between(0, Infinity);
      default:
        return NONE;
    }
  }
}

const known = new WeakMap<Playbook, Timetable>();

/** The timetable of a playbook's steps. Exits are left out of account. */
export function timetableOf(playbook: Playbook): Timetable {
  const before = known.get(playbook);
  if (before) return before;
  const walk = new Walk(timeToContractEnd(playbook));
  const end = walk.list(playbook.steps, NONE);
  const timetable = { reached: walk.reached, end };
  known.set(playbook, timetable);
  return timetable;
}

/** A step on one path, with the earliest moment at which that path gets there. */
export interface Stop {
  readonly step: AuthoredStep;
  readonly at: number;
}
export type Path = readonly Stop[];

/** Beyond this many a playbook's paths are not looked at one by one. */
const MOST_PATHS = 64;

interface Partial {
  readonly stops: Path;
  readonly at: number;
}

const knownPaths = new WeakMap<Playbook, readonly Path[] | null>();

function extend(partials: readonly Partial[], steps: readonly AuthoredStep[], walk: Timetable): readonly Partial[] | null {
  let paths = partials;
  for (const step of steps) {
    const next: Partial[] = [];
    for (const path of paths) {
      const here = { stops: [...path.stops, { step, at: path.at }], at: path.at };
      const more = onwards(here, step, walk);
      if (!more || next.length + more.length > MOST_PATHS) return null;
      next.push(...more);
    }
    paths = next;
  }
  return paths;
}

function onwards(here: Partial, step: AuthoredStep, walk: Timetable): readonly Partial[] | null {
  if (step.verb === 'branch') {
    const arms = [...step.arms.map(({ steps }) => steps), step.otherwise];
    const ways = arms.map((steps) => extend([here], steps, walk));
    return ways.some((way) => way === null) ? null : ways.flatMap((way) => way ?? []);
  }
  if (step.verb === 'parallel') {
    let joined: readonly Partial[] = [here];
    for (const { steps } of step.lanes) {
      const lanes = extend([{ stops: [], at: here.at }], steps, walk);
      if (!lanes || lanes.length * joined.length > MOST_PATHS) return null;
      joined = joined.flatMap((path) =>
        lanes.map((lane) => ({ stops: [...path.stops, ...lane.stops], at: Math.max(path.at, lane.at) })),
      );
    }
    return joined;
  }
  const reached = walk.reached.get(step)?.shortest ?? 0;
  const stay = step.verb === 'wait' && !step.when && !step.until ? approximateLength(step.duration.value) : 0;
  // A wait until a date lasts from wherever this path stands; the shortest is what is sure.
  return [{ stops: here.stops, at: Math.max(here.at + stay, step.verb === 'wait' && step.until ? reached : 0) }];
}

/**
 * Every way through the steps, each with its earliest moments: nobody waits, every task is closed at once. Null = there
 * are too many to look at one by one. Which arms can be taken together is not asked.
 */
export function pathsOf(playbook: Playbook): readonly Path[] | null {
  const before = knownPaths.get(playbook);
  if (before !== undefined) return before;
  const found = extend([{ stops: [], at: 0 }], playbook.steps, timetableOf(playbook));
  const paths = found?.map(({ stops }) => [...stops].sort((a, b) => a.at - b.at)) ?? null;
  knownPaths.set(playbook, paths);
  return paths;
}
