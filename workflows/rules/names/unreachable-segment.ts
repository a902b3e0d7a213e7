import type { RuleDefinition } from '../rule.js';

export const unreachableSegment: RuleDefinition = {
  code: 'unreachable-segment',
  family: 'names',
  severity: 'error',
  says: 'A segment that no account is ever in.',
  saysZh: '没有任何客户会落入的客户分层。',
  why: 'The first segment that fits is taken. One whose accounts all fit an earlier one as well stays empty, and so does every playbook that is only for it.',
  wrong: {
    'segments.yaml': `segments:
  - { id: mid, when: seats_bought >= 50 }
  - { id: enterprise, when: seats_bought >= 200 }
  - { id: smb, otherwise: true }
`,
  },
  right: {
    'segments.yaml': `segments:
  - { id: enterprise, when: seats_bought >= 200 }
  - { id: mid, when: seats_bought >= 50 }
  - { id: smb, otherwise: true }
`,
  },
};
