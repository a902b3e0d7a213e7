import { readOutcomes } from '../conditions-of.js';
import type { Rule } from '../rule.js';

/** Where other tasks of the playbook ask for a note, the one that decides should not be the exception. */
export const evidenceMissing: Rule = {
  code: 'evidence-missing',
  family: 'practice',
  severity: 'warning',
  says: 'A task decides how the run goes on and asks for no note, although other tasks of the playbook do.',
  saysZh: '该任务决定后续流程却不要求填写备注，而同一剧本的其他任务要求。',
  why: 'One click then decides about a customer, and whoever reviews the run later finds no reason.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, evidence: note >= 40 characters, outcomes: [done] }
      - otherwise: []`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, evidence: note >= 40 characters, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, evidence: note >= 40 characters, outcomes: [done] }
      - otherwise: []`,
  check: ({ playbook, steps }) => {
    const tasks = steps.filter((step) => step.verb === 'task');
    if (!tasks.some(({ noteAtLeast }) => noteAtLeast !== null)) return [];
    const read = readOutcomes(playbook, steps);
    return tasks.flatMap((task) => {
      if (task.noteAtLeast !== null || !read.has(task.id.value)) return [];
      const message = `${task.id.value} decides how the run goes on, and nobody has to write down why`;
      return [{ span: task.span, message, suggestion: 'add evidence: note >= 40 characters' }];
    });
  },
};
