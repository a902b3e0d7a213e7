import type { TestExpectation } from '../model/playbook-test.js';
import type { Difference, TestActual } from './playbook-test-result.js';

function list(words: readonly string[]): string {
  return `[${words.join(', ')}]`;
}

/** Compares what is written in an expectation, and nothing else. `because` holds if it is one of the reasons. */
export function compareExpectation(expected: TestExpectation, actual: TestActual): Difference[] {
  const differences: Difference[] = [];
  const differ = (what: string, wanted: string, found: string): void => {
    if (wanted !== found) differences.push({ what, expected: wanted, actual: found });
  };
  if (expected.enrolled !== null) {
    const why = actual.enrolled || actual.because.length === 0 ? '' : ` (because ${actual.because.join('; ')})`;
    if (expected.enrolled !== actual.enrolled) differ('enrolled', String(expected.enrolled), `${actual.enrolled}${why}`);
  }
  if (expected.because !== null && !actual.because.includes(expected.because)) {
    differ('because', expected.because, actual.because.length === 0 ? 'nothing kept the account out' : actual.because.join('; '));
  }
  if (expected.skipped !== null) differ('skipped', expected.skipped, actual.skipped ?? 'not skipped');
  if (expected.ran !== null) differ('ran', list(expected.ran), list(actual.ran));
  for (const [step, word] of Object.entries(expected.outcomes ?? {})) {
    const found = Object.hasOwn(actual.outcomes, step) ? (actual.outcomes[step] ?? 'none') : 'not run';
    differ(`outcome of ${step}`, word, found);
  }
  if (expected.exited !== null) differ('exited', expected.exited, actual.exited ?? 'no exit');
  if (expected.result !== null) differ('result', expected.result, actual.result ?? 'no run');
  return differences;
}
