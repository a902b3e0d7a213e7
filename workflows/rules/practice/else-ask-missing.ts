import { isContactRole } from '../audience.js';
import type { Finding, Rule } from '../rule.js';

/** A question to a role that nobody has is never asked: the CSM's word is better than none. */
export const elseAskMissing: Rule = {
  code: 'else-ask-missing',
  family: 'practice',
  severity: 'warning',
  says: 'A question to a person the account may not have.',
  saysZh: '提问对象可能不存在，却没有备选人。',
  why: 'Where nobody has the role nobody is asked, and the accounts without a decision maker are exactly the ones at risk.',
  wrong: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }
  subjective:
    - { id: sees_value, ask: account.decision_maker, question: Do you see value?, answers: [agree, unsure], good: [agree] }`,
  right: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }
  subjective:
    - { id: sees_value, ask: account.decision_maker, else_ask: account.csm, question: Do you see value?, answers: [agree, unsure], good: [agree] }`,
  check: ({ playbook, steps }) => {
    const judge = (id: string, to: { value: string; span: Finding['span'] }, covered: boolean): readonly Finding[] =>
      covered || !isContactRole(to.value)
        ? []
        : [
            {
              span: to.span,
              message: `an account may have no ${to.value.slice('account.'.length)}: then ${id} is asked of nobody`,
              suggestion: 'add else_ask: account.csm',
            },
          ];
    return [
      ...steps.flatMap((step) =>
        step.verb === 'ask' ? judge(step.id.value, step.to, step.elseAsk !== null || step.ifItFails !== undefined) : [],
      ),
      ...(playbook.verify?.subjective ?? []).flatMap(({ id, ask, elseAsk }) => judge(id.value, ask, elseAsk !== null)),
    ];
  },
};
