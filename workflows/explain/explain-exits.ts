import type { ExitResult, PlanExit } from '../model/plan.js';
import type { Locale } from '../model/localized-text.js';
import { explainCondition } from './explain-condition.js';
import { durationWords } from '../language/duration-words.js';
import { paragraph, point, sentenceOf, type Item } from './explanation.js';
import type { Explaining } from './subject.js';
import { code, quoted, zh } from './text.js';

const COUNTS_AS: Readonly<Record<ExitResult, Readonly<Record<Locale, string>>>> = {
  success: { en: 'it counts as a success', zh: '计为成功' },
  lost: { en: 'it counts as lost', zh: '计为流失' },
  expired: { en: 'it counts as expired: time ran out', zh: '计为超时' },
};

/** What makes a run leave early, in a clause. */
export function exitReason({ when, after, event }: PlanExit, { locale, names }: Explaining): string {
  const en = locale === 'en';
  if (when) return explainCondition(when.condition, locale, names);
  if (after) return en ? `${durationWords(after, locale)} after the start` : zh`开始满${durationWords(after, locale)}`;
  const title = event === undefined ? null : names.title('event', event);
  const called = title === null ? code(event ?? '') : quoted(title, locale);
  return en ? `the event ${called} happens` : zh`发生事件${called}`;
}

/** What ends a run before its last step. */
export function explainExits(exits: readonly PlanExit[], about: Explaining): readonly Item[] {
  const { locale } = about;
  const en = locale === 'en';
  if (exits.length === 0)
    return [paragraph(en ? 'None (default): every run goes on to its last step.' : '无（默认）：每次执行都会走完最后一步。')];
  return [
    paragraph(
      en
        ? 'Watched from the first step to the last. The first that comes true ends the run at once: timers stop, open tasks are closed with the reason, later messages are never sent.'
        : '全程监视，任何一条成立即立刻结束：计时取消，未完成的任务注明原因后关闭，后续消息不再发送。',
    ),
    ...exits.map((exit) => {
      const text = exitReason(exit, about);
      return point(
        en
          ? `**${exit.id}**: ${sentenceOf(`${text}; ${COUNTS_AS[exit.as].en}`, locale)}`
          : `**${exit.id}**：${text}；${COUNTS_AS[exit.as].zh}。`,
      );
    }),
  ];
}
