import fc from 'fast-check';
import type { PushedRunEvent, TraceEntry } from '../../workflows/model/run.js';
import type { Scenario, SimulatedRun } from '../../workflows/simulate/scenario.js';
import { simulateRun } from '../../workflows/simulate/simulate-run.js';
import { anyPair, scenarioOf, type Pair } from './scenario-arbitraries.js';
import { AHEAD, type Played, type PlayedResult } from './played-run.js';
import type { TimeSkippingRunner } from './time-skipping-runner.js';

/** A pair with its run on the virtual clock. */
export interface SimulatedPair {
  /** Makes this pair again. */
  readonly seed: number;
  readonly pair: Pair;
  readonly scenario: Scenario;
  readonly simulated: SimulatedRun;
}

/** Generated pairs, and how many were left out because a real host has no defined order for them. */
export interface GeneratedPairs {
  readonly pairs: readonly SimulatedPair[];
  readonly leftOut: number;
}

/** Unbiased: a first try is small and full of edge values else, and every pair is the first of its seed. */
const SAMPLING = { numRuns: 1, unbiased: true } as const;

/** Events after which every third run goes on in a fresh history: about three workflow tasks. */
const FRESH_AFTER = 20;

/** The pair of a seed. */
export function pairOf(seed: number): Pair {
  return fc.sample(anyPair, { ...SAMPLING, seed })[0]!;
}

/** So many pairs from consecutive seeds. */
export function generatePairs(firstSeed: number, count: number): GeneratedPairs {
  const pairs: SimulatedPair[] = [];
  let leftOut = 0;
  for (let seed = firstSeed; pairs.length < count; seed += 1) {
    const pair = simulatePair(pairOf(seed), seed);
    if (pair) pairs.push(pair);
    else leftOut += 1;
  }
  return { pairs, leftOut };
}

/** Runs a pair on the virtual clock; null = a real host has no defined order for it. */
export function simulatePair(pair: Pair, seed: number): SimulatedPair | null {
  const lateAnswers: number[] = [];
  const scenario = scenarioOf(pair);
  const { settle } = scenario;
  const simulated = simulateRun(pair.plan, {
    ...scenario,
    settle: (command) => {
      const answer = settle!(command);
      if (answer.settledAt !== undefined) lateAnswers.push(answer.settledAt);
      return answer;
    },
  });
  return isOrdered(simulated, lateAnswers) ? { seed, pair, scenario, simulated } : null;
}

/**
 * Whether everything that comes from outside is so far from anything else that its place does not depend on how quick a
 * server is: an answer of a slow channel shares its instant with nothing, an order finds the run as it is judged for, and
 * nobody says anything at the very instant of a resume, at which timers that are overdue ring.
 */
function isOrdered({ pushed, trace }: SimulatedRun, lateAnswers: readonly number[]): boolean {
  const pushes = new Set(pushed.map(({ at }) => at));
  const timers = trace.flatMap((entry) => (entry.type === 'timer_fired' ? [entry.at] : []));
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 2 * AHEAD;
  const alone = lateAnswers.every(
    (at, index) =>
      ![...pushes, ...timers].some((other) => near(at, other)) && !lateAnswers.some((other, i) => i !== index && near(at, other)),
  );
  const orders = pushed.filter(isOrder).map(({ at }) => at);
  const resumes = pushed.filter(({ type }) => type === 'resume').map(({ at }) => at);
  const before = [...pushes, ...timers];
  const told = resumes.every((at) => pushed.filter((event) => event.at === at).length === 1);
  return alone && told && orders.every((at) => !before.some((other) => other < at && at - other < 2 * AHEAD));
}

function isOrder(event: PushedRunEvent): boolean {
  return 'reason' in event && 'by' in event;
}

/** A pair whose two runs differ. */
export interface Difference {
  readonly pair: SimulatedPair;
  readonly played: PlayedResult;
}

/**
 * Plays pairs on the durable host, many at a time. What did not end is played again by itself: one run may have held the
 * clock of all.
 * @returns those whose traces or results differ
 */
export async function playPairs(
  runner: TimeSkippingRunner,
  pairs: readonly SimulatedPair[],
  options: { readonly atOnce: number; readonly limitMs: number },
): Promise<Difference[]> {
  const { atOnce, limitMs } = options;
  const differences: Difference[] = [];
  const again: SimulatedPair[] = [];
  for (let from = 0; from < pairs.length; from += atOnce) {
    const some = pairs.slice(from, from + atOnce);
    const played = await runner.play(some.map(playedOf), limitMs);
    for (const [index, pair] of some.entries()) {
      const result = played[index]!;
      if (result.result === null && some.length > 1) again.push(pair);
      else if (!agree(pair, result)) differences.push({ pair, played: result });
    }
  }
  for (const pair of again) differences.push(...(await playPairs(runner, [pair], { atOnce: 1, limitMs: limitMs / 6 })));
  return differences;
}

/**
 * Every third run goes on in fresh histories: the law has no seam. Not where a channel is slow: the server keeps its
 * clock for ever when a history ends while one of its activities waits for its next attempt.
 */
function playedOf({ seed, pair: { plan, faults }, scenario, simulated: { pushed } }: SimulatedPair): Played {
  const slow = faults.some(({ kind }) => kind.startsWith('is_slow'));
  return { plan, scenario, pushed, ...(seed % 3 === 0 && !slow ? { history: FRESH_AFTER } : {}) };
}

function agree({ simulated: { state, trace } }: SimulatedPair, played: PlayedResult): boolean {
  return state.result === played.result && firstDifference(trace, played.trace) === null && played.refused.length === 0;
}

/**
 * Makes a difference as small as it gets within the time: fewer steps, fewer events, one pair at a time.
 * @param limitMs machine time; what was found until then is returned
 */
export async function smallestDifference(runner: TimeSkippingRunner, found: Difference, limitMs: number): Promise<Difference> {
  const { seed } = found.pair;
  let smallest = found;
  let playing: Promise<unknown> = Promise.resolve();
  const differs = fc.asyncProperty(anyPair, async (pair) => {
    const simulated = simulatePair(pair, seed);
    const play = playPairs(runner, simulated ? [simulated] : [], { atOnce: 1, limitMs: 15_000 });
    playing = play;
    const [difference] = await play;
    if (difference) smallest = difference;
    return difference === undefined;
  });
  await fc.check(differs, { ...SAMPLING, seed, interruptAfterTimeLimit: limitMs });
  // An interrupted check leaves its last play behind.
  await playing;
  return smallest;
}

/** The first line in which two traces differ, as the two texts. */
export function firstDifference(
  simulated: readonly TraceEntry[],
  durable: readonly TraceEntry[],
): { simulated: string; durable: string } | null {
  for (let index = 0; index < Math.max(simulated.length, durable.length); index += 1) {
    const [a, b] = [lineOf(simulated[index]), lineOf(durable[index])];
    if (a !== b) return { simulated: a, durable: b };
  }
  return null;
}

function lineOf(entry: TraceEntry | undefined): string {
  if (!entry) return 'nothing more';
  return `${new Date(entry.at).toISOString()} ${JSON.stringify(sorted(entry))}`;
}

/** The same value with its keys in order: what went through JSON may name them in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

/** Everything needed to look into a difference: seed, plan, what came from outside, and the first line that differs. */
export function describeDifference({ pair: { seed, pair, scenario, simulated }, played }: Difference): string {
  const line = firstDifference(simulated.trace, played.trace);
  const run = { zone: pair.place.zone, startedAt: new Date(scenario.run.startedAt).toISOString(), arm: pair.arm };
  return [
    `seed ${seed}: the two hosts differ`,
    `  simulated: ${line?.simulated ?? `result ${simulated.state.result}`}`,
    `  durable:   ${line?.durable ?? `result ${played.result}`}`,
    ...(played.refused.length === 0 ? [] : [`  refused by the durable host: ${played.refused.join('; ')}`]),
    `  run: ${JSON.stringify(run)}`,
    `  from outside: ${JSON.stringify(simulated.pushed.map((event) => ({ ...event, at: new Date(event.at).toISOString() })))}`,
    `  faults: ${JSON.stringify(pair.faults)}; data: ${JSON.stringify(pair.data)}; dice: ${JSON.stringify(pair.dice)}`,
    `  plan: ${JSON.stringify({ first: pair.plan.first, steps: pair.plan.steps, exits: pair.plan.exits, verify: pair.plan.verify, whenPaused: pair.plan.whenPaused })}`,
    '  trace of the simulator:',
    ...simulated.trace.map((entry) => `    ${lineOf(entry)}`),
    '  trace of the durable host:',
    ...played.trace.map((entry) => `    ${lineOf(entry)}`),
  ].join('\n');
}
