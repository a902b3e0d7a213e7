import type { Locale } from '../model/localized-text.js';
import type { PlanStep } from '../model/plan.js';
import type { StepStatus, TraceEntry } from '../model/run.js';
import { stepLead } from './explain-step.js';
import type { Explaining } from './subject.js';
import { zh } from './text.js';

type Settled = Extract<TraceEntry, { readonly type: 'step_settled' }>;

const LEFT_OUT: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  holdout: { en: 'left out, the account is in the control group', zh: '跳过：客户属于对照组' },
  when_false: { en: 'left out, its condition is not true', zh: '跳过：条件不成立' },
  when_unknown: { en: 'left out, its condition cannot be answered', zh: '跳过：条件无法判断' },
};
const ENDED: Readonly<Partial<Record<PlanStep['verb'], Readonly<Record<Locale, string>>>>> = {
  wait: { en: 'the wait is over', zh: '等待结束' },
  parallel: { en: 'every lane has ended', zh: '所有泳道已结束' },
};
const RAN_OUT: Readonly<Partial<Record<PlanStep['verb'], Readonly<Record<Locale, string>>>>> = {
  task: { en: 'nobody closed it in time', zh: '逾期无人完成' },
  ask: { en: 'nobody answered in time', zh: '逾期无人回答' },
  wait_for: { en: 'it did not happen in time', zh: '等待超时' },
};

function done({ outcome, by }: Settled, step: PlanStep | undefined, about: Explaining): string | null {
  const { locale } = about;
  const en = locale === 'en';
  const word = outcome ?? (en ? 'done' : '完成');
  const who = by === undefined || by === 'sopwith' ? '' : en ? ` by ${by}` : zh`（${by}）`;
  // After a migration the plan may not have it any more.
  if (!step) return word;
  switch (step.verb) {
    // `branch_taken` has said it.
    case 'branch':
      return null;
    case 'wait':
    case 'parallel':
      return ENDED[step.verb]?.[locale] ?? word;
    case 'wait_for':
      return en ? 'it happened' : '已发生';
    case 'task':
      return en ? `closed${who}: ${word}` : zh`完成${who}：${word}`;
    case 'ask':
      return en ? `answered${who}: ${word}` : zh`回答${who}：${word}`;
    case 'check':
      return word;
    default: {
      const lead = stepLead(step, about).replaceAll('`', '');
      return en ? `${lead}: ${word}` : zh`${lead}：${word}`;
    }
  }
}

/** What became of a step, in words; null = another line says so. */
export function tellSettled(entry: Settled, step: PlanStep | undefined, about: Explaining): string | null {
  const { locale } = about;
  const say = (en: string, chinese: string): string => (locale === 'en' ? en : chinese);
  const { reason = entry.outcome ?? '', by } = entry;
  const status: StepStatus = entry.status;
  switch (status) {
    case 'done':
      return done(entry, step, about);
    case 'expired':
      return RAN_OUT[step?.verb ?? 'ask']?.[locale] ?? say('time ran out', '超时');
    case 'skipped': {
      const known = Object.hasOwn(LEFT_OUT, reason) ? LEFT_OUT[reason] : undefined;
      if (known) return known[locale];
      const who = by === undefined ? '' : say(` by ${by}`, zh`（${by}）`);
      return say(`left out${who}: ${reason}`, zh`跳过${who}：${reason}`);
    }
    case 'failed':
      return say(`could not be carried out: ${reason}`, zh`无法执行：${reason}`);
    case 'cancelled':
      return say(`cut short (${reason})`, zh`中止（${reason}）`);
  }
}
