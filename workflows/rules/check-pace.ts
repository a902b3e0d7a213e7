import { approximateLength, printDuration } from './approximate-length.js';
import type { Rule } from './rule.js';

/** A check that repeats is asked at least twice: at once, and once more before it gives up. */
export const checkPace: Rule = {
  code: 'check-pace',
  severity: 'error',
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'check' || !step.every || !step.upTo) return [];
      if (approximateLength(step.every.value) <= approximateLength(step.upTo.value)) return [];
      const message = `${step.id.value} repeats every ${printDuration(step.every.value)}, but gives up after ${printDuration(step.upTo.value)}`;
      return [{ span: step.every.span, message, suggestion: 'make every: shorter than up_to:' }];
    }),
};
