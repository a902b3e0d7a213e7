import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { median, timed, type Bench } from './bench-result.js';
import { ROOT } from './real-history.js';

const ROUNDS = 7;

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: exit ${status}\n${stderr}`);
}

/** `sopwith lint playbooks` as a whole process, in turn with an empty Node process. */
export const lintBench: Bench = async () => {
  const lint: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    lint.push(await timed(() => run([path.join('apps', 'cli', 'sopwith.mjs'), 'lint', 'playbooks'])));
    empty.push(await timed(() => run(['-e', '0'])));
  }
  const [a, b] = [median(lint), median(empty)];
  return [
    {
      name: 'sopwith lint playbooks, cold',
      figure: a / 1_000,
      unit: 's',
      target: 1.5,
      detail: `${a.toFixed(0)} ms, ${(a / b).toFixed(1)}x an empty Node process (${b.toFixed(0)} ms), median of ${ROUNDS} in turn`,
    },
  ];
};
