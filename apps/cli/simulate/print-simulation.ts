import { RESULT_NAMES } from '../../../workflows/explain/result-words.js';
import { subjectOf } from '../../../workflows/explain/subject-of.js';
import { tellRun } from '../../../workflows/explain/tell-run.js';
import { localTime } from '../../../workflows/model/calendar.js';
import { displayWidth } from '../../../workflows/model/display-width.js';
import { textIn, type Locale } from '../../../workflows/model/localized-text.js';
import type { PlaybookTestResult } from '../../../workflows/simulate/playbook-test-result.js';
import { sayDifference } from '../../../workflows/simulate/test-playbook.js';
import type { Terminal } from '../terminal.js';
import type { AskedPlaybook } from '../test-books/compile-asked.js';

/** Columns of the date and the day. */
const HEAD = 21;

/** Chinese characters take two columns. */
function padded(text: string): string {
  return text + ' '.repeat(Math.max(0, HEAD - displayWidth(text)));
}

/** How a time line is headed and closed. */
const WORDS = {
  en: {
    scenario: 'scenario: ',
    people: (seed: number) => `, people behave by seed ${seed}`,
    enters: (time: string, zone: string) => `The account enters on ${time} (${zone}).`,
    out: (why: string) => `The account does not enter${why === '' ? '' : `: ${why}`}`,
    day: (day: number) => `day ${day}`,
    result: 'Result: ',
    otherwise: 'Not as expected',
  },
  zh: {
    scenario: '场景：',
    people: (seed: number) => `，人员行为按种子 ${seed}`,
    enters: (time: string, zone: string) => `客户于 ${time}（${zone}）进入。`,
    out: (why: string) => `客户不进入${why === '' ? '' : `：${why}`}`,
    day: (day: number) => `第 ${day} 天`,
    result: '结果：',
    otherwise: '与预期不符',
  },
} as const;

/** One simulated run as a time line: each local day once, with what happened on it in plain words. */
export function printSimulation(
  terminal: Terminal,
  { playbook, catalogue }: AskedPlaybook,
  result: PlaybookTestResult,
  { locale, seed }: { readonly locale: Locale; readonly seed: number | undefined },
): void {
  const { color } = terminal;
  const words = WORDS[locale];
  const { plan } = playbook;
  const { actual, trace, calendar, differences } = result;
  terminal.print(`${color.bold(plan.playbook)} v${plan.version}  ${textIn(plan.title, locale)}`);
  terminal.print(`${words.scenario}${result.name}${seed === undefined ? '' : words.people(seed)}`);
  const [first] = trace;
  if (first) {
    terminal.print(`${words.enters(localTime(calendar, first.at), calendar.zone)}\n`);
    let shown = '';
    for (const { day, time, text } of tellRun(subjectOf(playbook, catalogue), trace, calendar, locale)) {
      const date = time.slice(0, 10);
      const clock = time.slice(11);
      const head = date === shown ? '' : `${date}  ${words.day(day)}`;
      shown = date;
      terminal.print(`${color.bold(padded(head))} ${color.dim(clock)}  ${text}`);
    }
    if (actual.result !== null) terminal.print(`\n${words.result}${color.bold(RESULT_NAMES[actual.result][locale])}`);
  } else if (!actual.enrolled) {
    const why = [...(actual.skipped === null ? [] : [actual.skipped]), ...actual.because].join('; ');
    terminal.print(words.out(why));
  }
  if (differences.length === 0) return;
  terminal.print(`\n${color.red(words.otherwise)}`);
  for (const difference of differences) terminal.print(`  ${sayDifference(difference)}`);
}
