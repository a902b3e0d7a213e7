import { leastControls } from '../least-controls.js';
import type { Rule } from '../rule.js';

const PER_YEAR = { day: 365, week: 52, month: 12 } as const;

/** With `at_most` the most that can ever be held out is known; without it the size of the book decides, which no file says. */
export const holdoutTooSmall: Rule = {
  code: 'holdout-too-small',
  family: 'practice',
  severity: 'warning',
  says: 'A control group that stays too small to show anything within a year.',
  saysZh: '对照组太小，一年之内看不出任何效果。',
  why: 'With a handful of untouched accounts chance alone makes large differences. They are left alone, and nobody learns anything from it.',
  wrong: 'enroll: { never: [account.muted], at_most: 5 per month, holdout: 10% }',
  right: 'enroll: { never: [account.muted], at_most: 40 per month, holdout: 20% }',
  check: ({ playbook: { enroll } }) => {
    const { atMost, holdout } = enroll;
    if (!atMost || !holdout || holdout.value <= 0 || holdout.value >= 1) return [];
    const yearly = atMost.count * PER_YEAR[atMost.per] * holdout.value;
    const needed = leastControls(holdout.value);
    if (yearly >= needed) return [];
    const monthly = yearly / 12;
    const printed = monthly < 10 ? String(Math.round(monthly * 10) / 10) : String(Math.round(monthly));
    return [
      {
        span: holdout.span,
        message: `at_most: ${atMost.count} per ${atMost.per} leaves ${printed} control accounts a month; to show that 30% became 50% takes ${needed}`,
        suggestion: 'hold out a larger share, enroll more, or write holdout: 0% and do without the proof',
      },
    ];
  },
};
