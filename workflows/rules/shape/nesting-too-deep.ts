import type { RuleDefinition } from '../rule.js';

export const nestingTooDeep: RuleDefinition = {
  code: 'nesting-too-deep',
  family: 'shape',
  severity: 'error',
  says: 'Branches within branches beyond three levels.',
  saysZh: '分支嵌套超过三层。',
  why: 'Nobody can say any more who gets there. A path that deep is a playbook of its own.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: split_0
    branch:
      - when: health.score < 60
        then:
          - id: split_1
            branch:
              - when: health.score < 50
                then:
                  - id: split_2
                    branch:
                      - when: health.score < 40
                        then:
                          - id: split_3
                            branch:
                              - when: health.score < 30
                                then:
                                  - id: pause
                                    wait: 1d
                              - otherwise: []
                      - otherwise: []
              - otherwise: []
      - otherwise: []`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: split_0
    branch:
      - when: health.score < 60
        then:
          - id: split_1
            branch:
              - when: health.score < 50
                then:
                  - id: split_2
                    branch:
                      - when: health.score < 40
                        then:
                          - id: pause
                            wait: 1d
                      - otherwise: []
              - otherwise: []
      - otherwise: []`,
};
