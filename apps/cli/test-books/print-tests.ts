import { subjectOf } from '../../../workflows/explain/subject-of.js';
import { tellRun, type RunLine } from '../../../workflows/explain/tell-run.js';
import { sayDifference, type TestedPlaybook, type TestedPlaybookTest } from '../../../workflows/simulate/test-playbook.js';
import type { Terminal } from '../terminal.js';
import type { AskedPlaybook } from './compile-asked.js';

/** Lines of the time line that are shown before and after the one at which a test parts from what it expects. */
const BEFORE = 3;
const AFTER = 1;

export interface Tested {
  readonly asked: AskedPlaybook;
  readonly tested: TestedPlaybook;
}

/** Tests, what they found otherwise, and what of each playbook none of them tries. */
export function printTests(terminal: Terminal, all: readonly Tested[], verbose: boolean): void {
  const { color } = terminal;
  for (const { asked, tested } of all) {
    const { covered, total, untested } = tested.coverage;
    const ways = total === 0 ? '' : color.dim(`  ${covered} of ${total} ways tested`);
    terminal.print(`${color.bold(tested.playbook)}${ways}`);
    for (const test of tested.tests) printTest(terminal, asked, test, verbose);
    for (const way of untested) terminal.print(color.dim(`       not tested: ${way}`));
  }
}

function printTest(terminal: Terminal, asked: AskedPlaybook, test: TestedPlaybookTest, verbose: boolean): void {
  const { color } = terminal;
  const { name, status, differences } = test;
  terminal.print(`  ${status === 'passed' ? color.green('ok  ') : color.red('FAIL')} ${name}`);
  for (const difference of differences) terminal.print(`       ${color.red(sayDifference(difference))}`);
  if (status === 'passed' && !verbose) return;
  const lines = tellRun(subjectOf(asked.playbook, asked.catalogue), test.trace, test.calendar);
  const seq = differences.find((difference) => difference.seq !== undefined)?.seq;
  const at = seq === undefined ? -1 : lines.findIndex((line) => line.seq >= seq);
  const shown = verbose ? lines : at < 0 ? [] : lines.slice(Math.max(0, at - BEFORE), at + AFTER + 1);
  for (const line of shown) {
    const marked = line === lines[at];
    const text = `${marked ? '>' : ' '} ${lineText(line)}`;
    terminal.print(`     ${marked ? text : color.dim(text)}`);
  }
}

/** `day 12  2026-01-17 08:00  settle: the wait is over`. */
export function lineText({ day, time, text }: RunLine): string {
  return `day ${String(day).padEnd(3)}  ${time}  ${text}`;
}
