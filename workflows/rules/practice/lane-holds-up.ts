import type { Rule } from '../rule.js';

/** A lane of waits alone holds up what comes after all lanes, and does nothing else. */
export const laneHoldsUp: Rule = {
  code: 'lane-holds-up',
  family: 'practice',
  severity: 'warning',
  says: 'A lane that does nothing but wait, so that all the others wait for it.',
  saysZh: '并行中的一条支线只是等待，拖住了所有其他支线。',
  why: 'What follows begins when every lane has ended. A lane that only waits delays it, and nobody who reads the next step sees why.',
  wrong: `steps:
  - id: both
    parallel:
      people:
        - id: call
          task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }
      time:
        - { id: settle, wait: 14d }
  - id: visit
    task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }`,
  right: `steps:
  - id: both
    parallel:
      people:
        - id: call
          task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }
      manager:
        - id: tell
          task: { title: Tell their manager, assign: account.manager, due: 2bd, outcomes: [done] }
  - { id: settle, wait: 14d }
  - id: visit
    task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'parallel') return [];
      return step.lanes.flatMap((lane) => {
        const last = lane.steps.at(-1);
        // After a message or a task the wait belongs to it.
        if (last?.verb !== 'wait' || lane.steps.some((one) => one.verb !== 'wait')) return [];
        const message = `the lane ${lane.id.value} does nothing but wait, and everything after ${step.id.value} waits with it`;
        return [{ span: last.span, message, suggestion: `put the wait after ${step.id.value}, or drop the lane` }];
      });
    }),
};
