import type { BookRule } from '../rule.js';

/** So many playbooks can compete without anybody having to say who wins. */
const FEW = 5;

/** When every playbook has the same priority, chance decides which one a customer gets. */
export const samePriority: BookRule = {
  code: 'same-priority',
  family: 'practice',
  severity: 'warning',
  says: 'Many playbooks, and all of them with the same priority.',
  saysZh: '剧本很多，优先级却全部相同。',
  why: 'When two of them want the same account on one day, the name decides. The renewal may wait for a newsletter.',
  wrong: Object.fromEntries(
    ['one', 'two', 'three', 'four', 'five', 'six'].map((id, index) => [
      `adoption/${id}.playbook.yaml`,
      `id: ${id}
start:
  check: daily at 08:00
  all: [health.score < ${60 - index}]
`,
    ]),
  ),
  right: Object.fromEntries(
    ['one', 'two', 'three', 'four', 'five', 'six'].map((id, index) => [
      `adoption/${id}.playbook.yaml`,
      `id: ${id}
start:
  check: daily at 08:00
  all: [health.score < ${60 - index}]
enroll: { holdout: 10%, priority: ${40 + index} }
`,
    ]),
  ),
  checkBook: (playbooks) => {
    // Whoever starts by hand has chosen already.
    const competing = playbooks.filter(({ playbook }) => playbook.start.kind !== 'manual');
    const [first] = competing;
    if (!first || competing.length <= FEW) return [];
    const { priority } = first.playbook.enroll;
    if (competing.some(({ playbook }) => playbook.enroll.priority !== priority)) return [];
    const message = `all ${competing.length} playbooks have the priority ${priority}: when two want the same account, nothing says who wins`;
    return [
      {
        file: first.playbook.file,
        span: first.playbook.id.span,
        message,
        suggestion: 'write enroll: priority: at those that matter more',
      },
    ];
  },
};
