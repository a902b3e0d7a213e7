import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';

const HELLO = 'subject: Hello\n--- text\nHello {{ contact.name }}\n';
const steps = (...to: string[]): string =>
  `steps:\n${to.map((one, index) => `  - { id: mail_${index}, email: { template: hello, to: ${one} } }\n`).join('')}`;

describe('template-mixed-audience', () => {
  test('also across the playbooks of one folder', () => {
    const files = {
      'adoption/first.playbook.yaml': `id: first\n${steps('account.champion')}`,
      'adoption/second.playbook.yaml': `id: second\nenroll: { never: [account.muted], holdout: 10%, priority: 60 }\n${steps('account.csm')}`,
      'adoption/emails/hello.en.hbs': HELLO,
    };
    expect(diagnoseExample(files).map(({ code, file }) => `${code} ${file}`)).toEqual([
      'template-mixed-audience book/adoption/second.playbook.yaml',
    ]);
  });

  test('two customers, or the same name in two folders, are fine', () => {
    const one = {
      'adoption/first.playbook.yaml': steps('account.champion', 'account.admin'),
      'adoption/emails/hello.en.hbs': HELLO,
    };
    const two = {
      'adoption/first.playbook.yaml': `id: first\n${steps('account.champion')}`,
      'health/second.playbook.yaml': `id: second\nenroll: { never: [account.muted], holdout: 10%, priority: 60 }\n${steps('account.csm')}`,
      'adoption/emails/hello.en.hbs': HELLO,
      'health/emails/hello.en.hbs': HELLO,
    };
    expect([...diagnoseExample(one), ...diagnoseExample(two)]).toEqual([]);
  });
});
