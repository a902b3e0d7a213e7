import { DEFAULTS } from '../language/defaults.js';
import { textIn, type Locale } from '../model/localized-text.js';
import type { NotRunnable } from '../model/not-runnable.js';
import type { Plan } from '../model/plan.js';
import { explainEnroll } from './explain-enroll.js';
import { explainExits } from './explain-exits.js';
import { explainParameters } from './explain-parameters.js';
import { explainStart } from './explain-start.js';
import { explainSteps } from './explain-steps.js';
import { explainTests } from './explain-tests.js';
import { explainVerify } from './explain-verify.js';
import { paragraph, point, renderSections, type Item, type Section } from './explanation.js';
import { explaining, type Explaining, type ExplainSubject } from './subject.js';
import { code, oneLine, zh } from './text.js';

export type { ExplainSubject } from './subject.js';

function zoneWords(timezone: string, locale: Locale): string {
  const usual = timezone === DEFAULTS.timezone;
  if (locale === 'en') {
    const zone =
      timezone === 'account'
        ? "in the account's own time zone"
        : timezone === 'contact'
          ? "in each contact's own time zone"
          : `in the time zone ${timezone}`;
    return `Times of day and working days are read ${zone}${usual ? ' (default)' : ''}.`;
  }
  const zone = timezone === 'account' ? '客户所在时区' : timezone === 'contact' ? '联系人所在时区' : zh`${timezone}时区`;
  return zh`时刻和工作日按${zone}计算${usual ? '（默认）' : ''}。`;
}

function pauseWords(whenPaused: Plan['whenPaused'], locale: Locale): string {
  if ((whenPaused ?? DEFAULTS.whenPaused) === 'keep')
    return locale === 'en'
      ? 'When a run is paused, its dates stay as they are (default).'
      : '暂停期间，各项日期保持不变（默认）。';
  return locale === 'en'
    ? 'When a run is paused, its waits and due dates move on by the length of the pause.'
    : '暂停后，等待和截止日期按暂停时长顺延。';
}

function head({ plan, locale }: Explaining): readonly Item[] {
  const id = code(plan.playbook);
  const owner = oneLine(plan.owner);
  const goal = oneLine(plan.goal);
  return locale === 'en'
    ? [
        paragraph(`${id}, version ${plan.version}. Owner: ${owner}.`),
        paragraph(`Goal: ${goal}`),
        paragraph(`${zoneWords(plan.timezone, locale)} ${pauseWords(plan.whenPaused, locale)}`),
      ]
    : [
        paragraph(zh`${id}，第${plan.version}版。负责人：${owner}。`),
        paragraph(`目标：${goal}`),
        paragraph(`${zoneWords(plan.timezone, locale)}${pauseWords(plan.whenPaused, locale)}`),
      ];
}

function later(parts: readonly NotRunnable[], { locale }: Explaining): readonly Item[] {
  return [
    paragraph(
      locale === 'en'
        ? 'The language knows these parts, the engine does not carry them out yet; publishing refuses the playbook for as long as it has them.'
        : '以下内容可以编写和检查，但引擎暂不支持执行；含有这些内容的剧本暂时无法发布。',
    ),
    ...parts.map(({ where, what }) =>
      point(locale === 'en' ? `${code(where)}: ${code(what)}.` : `${code(where)}：${code(what)}。`),
    ),
  ];
}

const TITLES: Readonly<Record<Exclude<Section['id'], 'playbook'>, Readonly<Record<Locale, string>>>> = {
  parameters: { en: 'Parameters', zh: '参数' },
  start: { en: 'When it starts', zh: '何时启动' },
  enroll: { en: 'Who enters', zh: '谁可以进入' },
  steps: { en: 'Steps', zh: '步骤' },
  exits: { en: 'Early exits', zh: '提前退出' },
  verify: { en: 'Verification', zh: '效果验证' },
  tests: { en: 'Tests', zh: '测试' },
  not_runnable: { en: 'Not runnable yet', zh: '暂不能执行' },
};

/** A playbook in plain words, section by section, every default written out. */
export function explainSections(subject: ExplainSubject, locale: Locale): readonly Section[] {
  const about = explaining(subject, locale);
  const { plan, parameters = [], tests, notRunnable = [] } = subject;
  const section = (id: Exclude<Section['id'], 'playbook'>, items: readonly Item[]): Section => ({
    id,
    title: TITLES[id][locale],
    items,
  });
  return [
    { id: 'playbook', title: oneLine(textIn(plan.title, locale)), items: head(about) },
    ...(parameters.length > 0 ? [section('parameters', explainParameters(parameters, about))] : []),
    section('start', explainStart(plan.start, about)),
    section('enroll', explainEnroll(plan, about)),
    section('steps', explainSteps(about)),
    section('exits', explainExits(plan.exits, about)),
    section('verify', explainVerify(plan.verify, plan.enroll.holdout, about)),
    ...(tests ? [section('tests', explainTests(tests, about))] : []),
    ...(notRunnable.length > 0 ? [section('not_runnable', later(notRunnable, about))] : []),
  ];
}

/** The same as one Markdown text. */
export function explainPlaybook(subject: ExplainSubject, locale: Locale): string {
  return renderSections(explainSections(subject, locale));
}
