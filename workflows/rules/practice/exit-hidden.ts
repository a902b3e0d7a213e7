import { approximateLength, printDuration } from '../approximate-length.js';
import { implies } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** Exits are asked in the order they are written and the first one ends the run. */
export const exitHidden: Rule = {
  code: 'exit-hidden',
  family: 'practice',
  severity: 'error',
  says: 'An exit that can never happen, because another one always ends the run before.',
  saysZh: '退出条件永远不会生效：前面的退出条件总是先结束流程。',
  why: 'Its result is never counted: what was meant as a success is booked as something else.',
  wrong: `exit:
  - { id: better, when: health.score >= 75, as: expired }
  - { id: recovered, when: health.score >= 85, as: success }`,
  right: `exit:
  - { id: recovered, when: health.score >= 85, as: success }
  - { id: better, when: health.score >= 75, as: expired }`,
  check: ({ playbook: { exits } }) => {
    const byTime = exits.filter(({ after }) => after !== null);
    return exits.flatMap((exit, index) => {
      const { id, when, after } = exit;
      if (when && !when.broken) {
        const other = exits
          .slice(0, index)
          .find((one) => one.when && !one.when.broken && implies(when.condition, one.when.condition));
        if (!other) return [];
        const message = `${id.value} never happens: whenever it is true, ${other.id.value} in line ${other.id.span.line} is true and ends the run first`;
        return [{ span: when.span, message, suggestion: 'remove it, or write it above the other one' }];
      }
      if (!after) return [];
      const sooner = byTime.find(
        (one, place) =>
          one !== exit &&
          one.after &&
          (approximateLength(one.after.value) < approximateLength(after.value) ||
            (approximateLength(one.after.value) === approximateLength(after.value) && place < byTime.indexOf(exit))),
      );
      if (!sooner?.after) return [];
      const message = `${id.value} never happens: ${sooner.id.value} ends every run after ${printDuration(sooner.after.value)}`;
      return [{ span: after.span, message, suggestion: 'keep the one of the two that is meant' }];
    });
  },
};
