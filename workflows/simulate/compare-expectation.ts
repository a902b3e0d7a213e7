import type { TestExpectation } from '../model/playbook-test.js';
import type { TraceEntry } from '../model/run.js';
import type { Difference, TestActual } from './playbook-test-result.js';

function list(words: readonly string[]): string {
  return `[${words.join(', ')}]`;
}

function last(trace: readonly TraceEntry[], holds: (entry: TraceEntry) => boolean): TraceEntry | undefined {
  return trace.findLast(holds);
}

/** Where the end of a step is told, else its beginning. */
function lineOf(step: string, trace: readonly TraceEntry[]): TraceEntry | undefined {
  return (
    last(trace, (entry) => entry.type === 'step_settled' && entry.step === step) ??
    last(trace, (entry) => entry.type === 'step_started' && entry.step === step)
  );
}

/** Where two lists of steps part: the end of what ran in the other's place, else of what was wanted, else of what ran last. */
function parting(expected: readonly string[], actual: readonly string[], trace: readonly TraceEntry[]): TraceEntry | undefined {
  const at = expected.findIndex((step, index) => step !== actual[index]);
  const place = at < 0 ? expected.length : at;
  for (const step of [expected[place], actual[place], actual[place - 1]]) {
    const line = step === undefined ? undefined : lineOf(step, trace);
    if (line) return line;
  }
  return undefined;
}

/** Compares what is written in an expectation, and nothing else. `because` holds if it is one of the reasons. */
export function compareExpectation(
  expected: TestExpectation,
  actual: TestActual,
  trace: readonly TraceEntry[] = [],
): Difference[] {
  const differences: Difference[] = [];
  const differ = (what: string, wanted: string, found: string, line?: TraceEntry): void => {
    if (wanted === found) return;
    differences.push({ what, expected: wanted, actual: found, ...(line ? { seq: line.seq } : {}) });
  };
  if (expected.enrolled !== null) {
    const why = actual.enrolled || actual.because.length === 0 ? '' : ` (because ${actual.because.join('; ')})`;
    if (expected.enrolled !== actual.enrolled) differ('enrolled', String(expected.enrolled), `${actual.enrolled}${why}`);
  }
  if (expected.because !== null && !actual.because.includes(expected.because)) {
    differ('because', expected.because, actual.because.length === 0 ? 'nothing kept the account out' : actual.because.join('; '));
  }
  if (expected.skipped !== null) differ('skipped', expected.skipped, actual.skipped ?? 'not skipped');
  if (expected.ran !== null) differ('ran', list(expected.ran), list(actual.ran), parting(expected.ran, actual.ran, trace));
  for (const [step, word] of Object.entries(expected.outcomes ?? {})) {
    const found = Object.hasOwn(actual.outcomes, step) ? (actual.outcomes[step] ?? 'none') : 'not run';
    differ(`outcome of ${step}`, word, found, lineOf(step, trace));
  }
  const ending = (type: TraceEntry['type']) => last(trace, (entry) => entry.type === type);
  if (expected.exited !== null)
    differ('exited', expected.exited, actual.exited ?? 'no exit', ending('exit_taken') ?? ending('run_finished'));
  if (expected.result !== null) differ('result', expected.result, actual.result ?? 'no run', ending('run_finished'));
  return differences;
}
