import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('missing-contact', () => {
  const enroll = 'enroll: { never: [account.muted], holdout: 10% }';
  const steps = (to: string): string => `steps:\n  - id: mail\n    email: { template: hello, to: ${to} }`;
  const template = (text: string): Record<string, string> => ({ 'hello.en': `subject: Hi\n--- text\n${text}\n` });

  test('a person the account may not have is questioned, once a template', () => {
    expect(
      codes(
        playbookText({ enroll, steps: steps('all_users') }),
        template('{{account.champion.name}} {{account.champion.email}}'),
      ),
    ).toEqual(['warning missing-contact']);
  });

  test('the recipient is there, and so is whom an if asked for', () => {
    expect([
      ...codes(playbookText({ enroll, steps: steps('account.champion') }), template('{{account.champion.name}}')),
      ...codes(
        playbookText({ enroll, steps: steps('all_users') }),
        template('{{#if account.champion}}{{account.champion.name}}{{/if}}'),
      ),
      ...codes(playbookText({ enroll, steps: steps('all_users') }), template('{{account.csm.name}}')),
    ]).toEqual([]);
  });

  test('the else of an if guards nothing, the else of an unless does', () => {
    expect([
      codes(
        playbookText({ enroll, steps: steps('all_users') }),
        template('{{#if account.champion}}a{{else}}{{account.champion.name}}{{/if}}'),
      ).length,
      codes(
        playbookText({ enroll, steps: steps('all_users') }),
        template('{{#unless account.champion}}a{{else}}{{account.champion.name}}{{/unless}}'),
      ).length,
    ]).toEqual([1, 0]);
  });
});
