import type { AuthoredEmail, AuthoredInApp } from '../../model/playbook.js';
import { isCustomer } from '../audience.js';
import { groupBy } from '../group-by.js';
import type { BookRule } from '../rule.js';

interface Use {
  readonly file: string;
  readonly step: AuthoredEmail | AuthoredInApp;
}

/** One text for a colleague and for the customer is written for neither. */
export const templateMixedAudience: BookRule = {
  code: 'template-mixed-audience',
  family: 'practice',
  severity: 'warning',
  says: 'One template that is sent to customers and to our own people.',
  saysZh: '同一个模板既发给客户，又发给自己人。',
  why: 'Somebody adds an internal remark for the manager and the customer reads it. What is meant for whom belongs into two files.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - { id: pause, wait: 7d }
  - { id: tell_manager, email: { template: hello, to: account.manager } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion, cc: account.manager } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  checkBook: (playbooks) => {
    const uses = playbooks.flatMap(({ playbook, steps }) =>
      steps.flatMap((step): readonly Use[] =>
        step.verb === 'email' || step.verb === 'in_app' ? [{ file: playbook.file, step }] : [],
      ),
    );
    const folder = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
    const byTemplate = groupBy(uses, ({ file, step }) => `${folder(file)}${step.template.value}`);
    return [...byTemplate.values()].flatMap((same) => {
      const customer = same.find(({ step }) => isCustomer(step.to.value));
      const own = same.find(({ step }) => !isCustomer(step.to.value));
      if (!customer || !own) return [];
      const message = `${own.step.template.value} goes to ${own.step.to.value} here and to ${customer.step.to.value} in ${customer.step.id.value}: customers read what is meant for colleagues`;
      return [
        { file: own.file, span: own.step.template.span, message, suggestion: 'write a template of its own for our people' },
      ];
    });
  },
};
