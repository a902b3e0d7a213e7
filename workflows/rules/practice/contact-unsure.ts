import { namesOf, walkCondition } from '../../condition/walk-condition.js';
import type { AuthoredStep } from '../../model/playbook.js';
import { isContactRole } from '../audience.js';
import { allConditions } from '../conditions-of.js';
import { pathsOf } from '../paths.js';
import type { Rule, RuleContext } from '../rule.js';

/** So many mails that go to one role become a heap of tasks where nobody has it. */
const MANY = 3;

/** Roles that some condition of the playbook asks about: whoever wrote it has thought of accounts without one. */
function askedRoles(context: RuleContext): ReadonlySet<string> {
  const roles = new Set<string>();
  for (const { condition } of allConditions(context)) {
    walkCondition(condition, (expression) => {
      if (expression.kind !== 'call' || !expression.name.startsWith('role_')) return;
      const [role] = expression.args;
      if (role?.kind === 'literal') roles.add(`account.${String(role.value)}`);
    });
    for (const name of namesOf(condition)) if (name.startsWith('account.')) roles.add(name);
  }
  return roles;
}

const mails = (step: AuthoredStep): step is AuthoredStep & { verb: 'email' | 'in_app' } =>
  step.verb === 'email' || step.verb === 'in_app';

/** Not every account has a champion. One mail less is a task for the CSM; a whole playbook of them is a wrong playbook. */
export const contactUnsure: Rule = {
  code: 'contact-unsure',
  family: 'practice',
  severity: 'warning',
  says: 'Messages to a role that nobody at the account may have, and no word about what happens then.',
  saysZh: '多次发送给可能不存在的联系人角色，却没有说明没有该联系人时怎么办。',
  why: 'Each message that finds nobody becomes a task for the CSM. In an account without a champion this playbook is a heap of such tasks, or ends at once.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: first, email: { template: hello, to: account.champion } }
  - { id: pause_1, wait: 7d }
  - { id: second, email: { template: hello, to: account.champion } }
  - { id: pause_2, wait: 7d }
  - { id: third, email: { template: hello, to: account.champion } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `enroll: { only: [role_filled("champion")], never: [account.muted], holdout: 10% }
steps:
  - { id: first, email: { template: hello, to: account.champion } }
  - { id: pause_1, wait: 7d }
  - { id: second, email: { template: hello, to: account.champion } }
  - { id: pause_2, wait: 7d }
  - { id: third, email: { template: hello, to: account.champion } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: (context) => {
    const asked = askedRoles(context);
    const unsure = context.steps.filter(mails).filter(({ to }) => isContactRole(to.value) && !asked.has(to.value));
    const stopping = unsure.find(({ ifItFails }) => ifItFails?.value === 'stop');
    const role = (step: { readonly to: { readonly value: string } }): string => step.to.value.slice('account.'.length);
    if (stopping) {
      const suggestion = `write enroll: only: [role_filled("${role(stopping)}")]`;
      const message = `an account without a ${role(stopping)} ends here: ${stopping.id.value} finds nobody and stops the run`;
      return [{ span: stopping.to.span, message, suggestion }];
    }
    for (const path of pathsOf(context.playbook) ?? []) {
      const open = path.map(({ step }) => step).filter((step) => unsure.some((one) => one === step && !one.ifItFails));
      for (const step of open.filter(mails)) {
        const same = open.filter(mails).filter(({ to }) => to.value === step.to.value);
        if (same.length < MANY) continue;
        const message = `${same.length} messages on one path go to ${step.to.value}: an account without one gives the CSM ${same.length} tasks instead`;
        const suggestion = `write enroll: only: [role_filled("${role(step)}")], or if_it_fails: continue at the later ones`;
        return [{ span: step.to.span, message, suggestion }];
      }
    }
    return [];
  },
};
