import type { SkipReason } from '../model/decision.js';
import type { FactValue } from '../model/fact.js';
import type { Locale } from '../model/localized-text.js';
import type { PlaybookTest, TestEvent, TestExpectation, TestFacts, TestSeries } from '../model/playbook-test.js';
import { durationWords } from '../language/duration-words.js';
import { valueWords } from './explain-value.js';
import { paragraph, point, type Item } from './explanation.js';
import { RESULT_NAMES } from './result-words.js';
import type { Explaining } from './subject.js';
import { code, listed, quoted, zh } from './text.js';

const SKIPPED: Readonly<Record<SkipReason, Readonly<Record<Locale, string>>>> = {
  not_eligible: { en: 'it is not eligible', zh: '不符合进入条件' },
  suppressed: { en: 'it is excluded', zh: '被排除' },
  unknown: { en: 'a condition cannot be answered', zh: '条件无法判断' },
  already_running: { en: 'a run is under way', zh: '已有执行进行中' },
  cool_down: { en: 'its last run ended too short a while ago', zh: '距上次结束时间太短' },
  once_only: { en: 'it has been through it before', zh: '已经执行过一次' },
  cap_reached: { en: 'the limit of the period is used up', zh: '本期名额已满' },
  account_churned: { en: 'it has churned', zh: '客户已流失' },
  playbook_retired: { en: 'the playbook is retired', zh: '该方案已停用' },
};

function plainValue(group: string, name: string, value: FactValue, { names, locale }: Explaining): string {
  if (typeof value === 'string') return code(value);
  const type = group === 'percentile' ? 'percent' : group === 'platform' || group === 'segment' ? names.type(name) : null;
  return valueWords(value, type ?? 'number', locale);
}

/** What of a test is not a group of facts. */
const APART: readonly string[] = ['date', 'metrics', 'at', 'close', 'answer', 'event', 'fail', 'skip', 'span'];

/** Facts are told by the names they are written with, for that is how the author finds them again. */
function factWords(facts: TestFacts, about: Explaining): readonly string[] {
  return Object.entries(facts).flatMap(([key, values]: readonly [string, unknown]) => {
    if (APART.includes(key) || values === null || typeof values !== 'object') return [];
    const group = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return Object.entries(values as Readonly<Record<string, FactValue>>).map(
      ([name, value]) => `${group}.${name} ${plainValue(group, name, value, about)}`,
    );
  });
}

function seriesWords(metrics: Readonly<Record<string, TestSeries>>, { names, locale }: Explaining): readonly string[] {
  return Object.entries(metrics).map(([id, series]) => {
    const one = (value: number | null): string => valueWords(value, names.type(id) ?? 'number', locale);
    const values = Array.isArray(series)
      ? (series as readonly (number | null)[]).map(one).join(' → ')
      : one(series as number | null);
    return locale === 'en' ? `${names.called('metric', id)} ${values}` : zh`${names.called('metric', id)} ${values}`;
  });
}

/** What somebody orders about the run, in the order in which it is done. */
function orderWords({ resume, skip, pause, cancel }: TestEvent, locale: Locale): readonly string[] {
  const en = locale === 'en';
  const because = (reason: string): string => (en ? ` (${quoted(reason, locale)})` : `（${quoted(reason, locale)}）`);
  return [
    ...(resume ? [en ? 'the run is resumed' : '恢复执行'] : []),
    ...(skip ?? []).map((step) => (en ? `${code(step)} is left out by hand` : zh`手动跳过 ${code(step)}`)),
    ...(pause === undefined ? [] : [`${en ? 'the run is paused' : '暂停执行'}${pause === true ? '' : because(pause)}`]),
    ...(cancel === undefined ? [] : [`${en ? 'the run is cancelled' : '取消执行'}${because(cancel)}`]),
  ];
}

function eventWords(event: TestEvent, about: Explaining): string {
  const { locale } = about;
  const en = locale === 'en';
  const happenings = [
    ...Object.entries(event.close).map(([step, word]) =>
      en ? `${code(step)} is closed with ${code(word)}` : zh`${code(step)} 以 ${code(word)} 完成`,
    ),
    ...Object.entries(event.answer ?? {}).map(([step, word]) =>
      en ? `${code(step)} is answered with ${code(word)}` : zh`${code(step)} 的回答为 ${code(word)}`,
    ),
    ...(event.event === undefined ? [] : [en ? `the event ${code(event.event)} happens` : zh`发生事件 ${code(event.event)}`]),
    ...(event.fail ?? []).map((step) =>
      en ? `${code(step)} cannot be carried out from now on` : zh`${code(step)} 此后无法执行`,
    ),
    ...orderWords(event, locale),
    ...factWords(event, about),
    ...seriesWords(event.metrics, about),
  ];
  const at = durationWords(event.at, locale);
  const what = happenings.length === 0 ? (en ? 'nothing happens' : '没有变化') : happenings.join(en ? ', ' : '，');
  return en ? `After ${at}: ${what}.` : zh`${at}后：${what}。`;
}

function expectationWords(expect: TestExpectation, about: Explaining): string {
  const { locale } = about;
  const en = locale === 'en';
  const parts: string[] = [];
  const say = (english: string, chinese: string): unknown => parts.push(en ? english : chinese);
  if (expect.enrolled !== null)
    say(expect.enrolled ? 'the account enters' : 'the account does not enter', expect.enrolled ? '客户进入' : '客户不进入');
  if (expect.because !== null) say(`because of ${code(expect.because)}`, zh`原因是 ${code(expect.because)}`);
  if (expect.skipped !== null)
    say(
      `it is left out: ${SKIPPED[expect.skipped]?.en ?? expect.skipped}`,
      `未进入：${SKIPPED[expect.skipped]?.zh ?? expect.skipped}`,
    );
  if (expect.ran !== null) {
    const ran = expect.ran.length === 0 ? (en ? 'nothing' : '无') : listed(expect.ran.map(code), locale);
    say(`carried out, in this order: ${ran}`, zh`依次执行：${ran}`);
  }
  for (const [step, word] of Object.entries(expect.outcomes ?? {}))
    say(`the outcome of ${code(step)} is ${code(word)}`, zh`${code(step)} 的结果为 ${code(word)}`);
  if (expect.exited !== null) say(`it leaves by the exit ${code(expect.exited)}`, zh`经 ${code(expect.exited)} 退出`);
  if (expect.result !== null)
    say(
      `the result is ${RESULT_NAMES[expect.result]?.en ?? expect.result}`,
      `结果：${RESULT_NAMES[expect.result]?.zh ?? expect.result}`,
    );
  if (parts.length === 0) say('nothing is compared', '不作比较');
  return en ? `Expected: ${parts.join('; ')}.` : `预期：${parts.join('；')}。`;
}

/** The playbook's own tests, each with what is given, what happens and what must come of it. */
export function explainTests(tests: readonly PlaybookTest[], about: Explaining): readonly Item[] {
  const { locale } = about;
  const en = locale === 'en';
  if (tests.length === 0) return [paragraph(en ? 'None.' : '无。')];
  return tests.map(({ name, given, timeline, expect }) => {
    const facts = [
      ...(given.date === null ? [] : [en ? `the day is ${given.date}` : zh`日期${given.date}`]),
      ...factWords(given, about),
      ...seriesWords(given.metrics, about),
      ...(given.fail ?? []).map((step) => (en ? `${code(step)} cannot be carried out` : zh`${code(step)} 无法执行`)),
    ];
    const known = facts.length === 0 ? (en ? 'nothing is known' : '没有任何数据') : facts.join(en ? ', ' : '，');
    return point(quoted(name, locale), [
      point(en ? `Given: ${known}.` : `已知：${known}。`),
      ...timeline.map((event) => point(eventWords(event, about))),
      point(expectationWords(expect, about)),
    ]);
  });
}
