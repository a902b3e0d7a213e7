import type { Rule } from '../rule.js';

/** Who is picked by hand is not picked by chance: the held-out ones are no fair comparison, and somebody waits in vain. */
export const manualHoldout: Rule = {
  code: 'manual-holdout',
  family: 'practice',
  severity: 'warning',
  says: 'A control group for a playbook that is started by hand.',
  saysZh: '手动启动的剧本设置了对照组。',
  why: 'A colleague who starts it for one account expects it to run. Held out by chance, nothing happens, and there is nothing to compare with either.',
  wrong: 'start: { manual: true }\nenroll: { holdout: 10% }',
  right: 'start: { manual: true }\nenroll: { holdout: 0% }',
  check: ({ playbook: { start, enroll } }) =>
    start.kind === 'manual' && enroll.holdout && enroll.holdout.value > 0
      ? [
          {
            span: enroll.holdout.span,
            message: 'somebody starts this by hand for one account: held out, nothing would happen',
            suggestion: 'remove holdout:, or write holdout: 0%',
          },
        ]
      : [],
};
