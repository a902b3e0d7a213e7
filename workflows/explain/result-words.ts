import type { Locale } from '../model/localized-text.js';
import type { RunResult } from '../model/run.js';

/** How a run ended, in words. */
export const RESULT_NAMES: Readonly<Record<RunResult, Readonly<Record<Locale, string>>>> = {
  success: { en: 'success', zh: '成功' },
  lost: { en: 'lost', zh: '流失' },
  expired: { en: 'expired', zh: '超时' },
  not_met: { en: 'goal not met', zh: '未达标' },
  unknown: { en: 'unknown', zh: '无法判断' },
  completed: { en: 'completed', zh: '完成' },
  failed: { en: 'failed', zh: '失败' },
  cancelled: { en: 'cancelled', zh: '已取消' },
};
