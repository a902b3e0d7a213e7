import path from 'node:path';
import { preparePlaybookTest } from '../../workflows/simulate/prepare-playbook-test.js';
import { runPlaybookTest } from '../../workflows/simulate/run-playbook-test.js';
import { simulateRun } from '../../workflows/simulate/simulate-run.js';
import { compileFolder } from '../real/oulad/compile-folder.js';
import { median, type Bench } from './bench-result.js';
import { ROOT } from './real-history.js';

const SAMPLES = 40;
const ROUNDS = 20;
const YEAR = 365 * 86_400_000;

/** Processor time that a year of business time takes, in ms: other programs on the machine do not count. */
function perYear(years: number, work: () => void): number[] {
  return Array.from({ length: SAMPLES }, () => {
    const before = process.cpuUsage();
    for (let round = 0; round < ROUNDS; round += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / ROUNDS / years;
  });
}

/** Every inline test of the shipped book on the virtual clock, scaled to a year of business time each. */
export const simulateBench: Bench = async () => {
  const { catalogue, playbooks } = compileFolder(path.join(ROOT, 'playbooks'));
  if (catalogue === null) throw new Error('the book does not compile');
  const tests = playbooks.flatMap(({ plan, tests: own }) => own.map((test) => ({ plan, test })));
  const runs = tests.flatMap(({ plan, test }) => {
    const prepared = preparePlaybookTest(plan, catalogue, test);
    return prepared.enrolled ? [{ plan, scenario: prepared.scenario }] : [];
  });
  const traces = runs.map(({ plan, scenario }) => simulateRun(plan, scenario).trace);
  const years = traces.reduce((sum, trace) => sum + ((trace.at(-1)?.at ?? 0) - (trace[0]?.at ?? 0)), 0) / YEAR;
  const lines = traces.reduce((sum, trace) => sum + trace.length, 0);
  const simulated = perYear(years, () => {
    for (const { plan, scenario } of runs) simulateRun(plan, scenario);
  });
  const tested = perYear(years, () => {
    for (const { plan, test } of tests) runPlaybookTest(plan, catalogue, test);
  });
  const detail = `${runs.length} runs of the shipped book, ${years.toFixed(1)} years, ${lines} lines of trace; median of ${SAMPLES} samples of ${ROUNDS} rounds, processor time`;
  return [
    { name: 'a simulated playbook-year', figure: median(simulated), unit: 'ms', target: 1, detail },
    {
      name: 'a playbook-year of inline tests, trigger and comparison included',
      figure: median(tested),
      unit: 'ms',
      target: 2,
      detail,
    },
  ];
};
