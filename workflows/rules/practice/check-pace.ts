import { approximateLength, printDuration } from '../approximate-length.js';
import type { Rule } from '../rule.js';

/** A check that repeats is asked at least twice: at once, and once more before it gives up. */
export const checkPace: Rule = {
  code: 'check-pace',
  family: 'practice',
  severity: 'error',
  says: 'A check that repeats more slowly than it gives up.',
  saysZh: '检查的重复间隔比放弃的期限还长。',
  why: 'It would be asked once and never again, although it is written to be repeated.',
  wrong: `steps:
  - id: look
    check: { expect: health.score >= 70, every: 2w, up_to: 7d }`,
  right: `steps:
  - id: look
    check: { expect: health.score >= 70, every: 7d, up_to: 2w }`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'check' || !step.every || !step.upTo) return [];
      if (approximateLength(step.every.value) <= approximateLength(step.upTo.value)) return [];
      const message = `${step.id.value} repeats every ${printDuration(step.every.value)}, but gives up after ${printDuration(step.upTo.value)}`;
      return [{ span: step.every.span, message, suggestion: 'make every: shorter than up_to:' }];
    }),
};
