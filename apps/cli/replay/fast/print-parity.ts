import type { TraceComparison } from '../../../../workflows/simulate/backtest/compare-traces.js';
import type { Terminal } from '../../terminal.js';

const SHOWN = 3;

/** Says whether the real host and the simulator put the same on record, with the first lines that differ. */
export function printParity(terminal: Terminal, { runs, equal, different }: TraceComparison): void {
  const { color } = terminal;
  terminal.print(color.bold('\nThe real host against the simulator'));
  if (different.length === 0) {
    terminal.print(color.green(`  ${equal} of ${runs} runs have the same flight record, line by line`));
    return;
  }
  terminal.print(color.red(`  ${different.length} of ${runs} runs have another flight record`));
  for (const { run, line, backtest, durable } of different.slice(0, SHOWN)) {
    terminal.print(`  ${run}, line ${line + 1}:`);
    terminal.print(`    simulator: ${JSON.stringify(backtest)}`);
    terminal.print(`    real host: ${JSON.stringify(durable)}`);
  }
}
