import { loadavg, cpus } from 'node:os';
import type { Bench } from './bench-result.js';
import { backtestBench } from './backtest.bench.js';
import { bundleBench } from './bundle.bench.js';
import { conditionBench } from './condition.bench.js';
import { engineBench } from './engine.bench.js';
import { importBench } from './import.bench.js';
import { lintBench } from './lint.bench.js';
import { parkedBench } from './parked.bench.js';
import { planSizeBench } from './plan-size.bench.js';
import { simulateBench } from './simulate.bench.js';
import { sweepBench } from './sweep.bench.js';

const BENCHES: Readonly<Record<string, Bench>> = {
  import: importBench,
  sweep: sweepBench,
  backtest: backtestBench,
  lint: lintBench,
  condition: conditionBench,
  bundle: bundleBench,
  simulate: simulateBench,
  engine: engineBench,
  'plan-size': planSizeBench,
  parked: parkedBench,
};

// The servers of the benchmarks hold no process open by themselves.
const alive = setInterval(() => undefined, 1_000);
const wanted = process.argv.slice(2);
let over = 0;
console.log(`${cpus().length} cores, load average ${loadavg()[0]?.toFixed(1) ?? '?'}, Node ${process.version}\n`);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const results = await bench();
  if ('skipped' in results) {
    console.log(`${name}: skipped, ${results.skipped}`);
    continue;
  }
  for (const { name: title, figure, unit, target, atLeast, detail } of results) {
    const ok = atLeast ? figure >= target : figure <= target;
    if (!ok) over += 1;
    console.log(
      `${ok ? 'ok  ' : 'OVER'} ${title}: ${figure.toFixed(2)} ${unit} (target ${atLeast ? '>=' : '<='} ${target} ${unit}); ${detail}`,
    );
  }
}
clearInterval(alive);
// A figure over its target is worth a look, not a failed build: these machines are noisy.
process.exit(over === 0 ? 0 : 1);
