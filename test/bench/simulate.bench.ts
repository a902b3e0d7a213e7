import path from 'node:path';
import { runPlaybookTest } from '../../workflows/simulate/run-playbook-test.js';
import { compileFolder } from '../real/oulad/compile-folder.js';
import { median, type Bench } from './bench-result.js';
import { ROOT } from './real-history.js';

const ROUNDS = 200;
const YEAR = 365 * 86_400_000;

/** Every inline test of the shipped book on the virtual clock, scaled to a year of business time each. */
export const simulateBench: Bench = async () => {
  const { catalogue, playbooks } = compileFolder(path.join(ROOT, 'playbooks'));
  if (catalogue === null) throw new Error('the book does not compile');
  const perYear: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let ms = 0;
    let span = 0;
    for (const { plan, tests } of playbooks) {
      for (const test of tests) {
        const started = performance.now();
        const { trace } = runPlaybookTest(plan, catalogue, test);
        ms += performance.now() - started;
        const first = trace[0];
        const last = trace.at(-1);
        if (first && last) span += last.at - first.at;
      }
    }
    perYear.push((ms / span) * YEAR);
  }
  return [
    {
      name: 'a simulated playbook-year',
      figure: median(perYear.slice(ROUNDS / 4)),
      unit: 'ms',
      target: 5,
      detail: `all inline tests of the shipped book, ${ROUNDS} rounds, the first quarter left out; cold ${(perYear[0] ?? Number.NaN).toFixed(1)} ms`,
    },
  ];
};
