import type { LocalizedText } from '../../../workflows/model/localized-text.js';
import type { TraceEntry } from '../../../workflows/model/run.js';

/** Reasons that come without a text of their own, in words for the person who takes over. */
const WORDS: Readonly<Record<string, LocalizedText>> = {
  gave_up_after_72h: { en: 'it could not be carried out for three days', zh: '连续三天无法执行' },
  no_account: { en: 'there is no such account any more', zh: '该客户已不存在' },
  no_such_step: { en: 'its version of the playbook has no such step', zh: '该版本的剧本中没有此步骤' },
  unexpected_answer: { en: 'its channel gave an answer that means nothing', zh: '渠道返回了无法识别的结果' },
};

/** Why a step failed: what its channel wrote on the record, else its reason in words, else the reason as it is. */
export function failureText(entries: readonly TraceEntry[], step: string, reason: string): LocalizedText {
  const settled = entries.findLast((entry) => entry.type === 'step_settled' && entry.step === step && entry.status === 'failed');
  const detail = settled?.type === 'step_settled' ? settled.detail : undefined;
  const { because, because_zh: zh } = detail ?? {};
  if (typeof because === 'string') return { en: because, ...(typeof zh === 'string' ? { zh } : {}) };
  return (Object.hasOwn(WORDS, reason) ? WORDS[reason] : undefined) ?? { en: reason };
}
