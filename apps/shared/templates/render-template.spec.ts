import { describe, expect, test } from '@jest/globals';
import { MissingTemplateValue, renderMessage, renderText } from './render-template.js';
import type { TemplateContext } from './render-template.js';

const absent = Object.freeze([]) as unknown as TemplateContext;
const context: TemplateContext = {
  account: { name: 'Müller & <Söhne>', champion: { name: 'Ann' }, decision_maker: absent },
  metric: { activation_rate: '42%' },
};

describe('rendering a template', () => {
  test('a subject and a text print values as they are, HTML escapes them', () => {
    const source = { subject: '{{ account.name }}', text: 'Dear {{ account.name }}', html: '<p>{{ account.name }}</p>' };
    expect(renderMessage(source, context)).toEqual({
      subject: 'Müller & <Söhne>',
      text: 'Dear Müller & <Söhne>',
      html: '<p>Müller &amp; &lt;Söhne&gt;</p>',
    });
  });

  test('a subject is one line whatever a value contains', () => {
    const broken: TemplateContext = { account: { name: 'A\r\nBcc: evil@z.test' } };
    expect(renderMessage({ subject: 'Hi {{ account.name }}', text: 'x', html: null }, broken).subject).toBe(
      'Hi A Bcc: evil@z.test',
    );
  });

  test.each([
    ['{{ metric.logins }}', 'metric.logins'],
    ['a\nb {{ contract.end }}', 'contract.end'],
    ['{{ account.decision_maker.name }}', 'account.decision_maker.name'],
    ['{{ nothing }}', 'nothing'],
  ])('%j stops at its missing value and names it', (source, path) => {
    expect(() => renderText(source, context)).toThrow(MissingTemplateValue);
    expect(() => renderText(source, context)).toThrow(path);
  });

  test('a template can ask whether somebody is there', () => {
    const source = '{{#if account.decision_maker}}{{ account.decision_maker.name }}{{else}}nobody{{/if}}';
    expect(renderText(source, context)).toBe('nobody');
    expect(renderText('{{#if account.champion}}{{ account.champion.name }}{{/if}}', context)).toBe('Ann');
    expect(renderText('{{#unless metric.logins}}no logins{{/unless}}', context)).toBe('no logins');
  });

  test.each(['{{ account.constructor }}', '{{ account.__proto__ }}', '{{ constructor.name }}', '{{ account.name.constructor }}'])(
    '%s reaches nothing beyond the values',
    (source) => {
      let result: string;
      try {
        result = renderText(source, context);
      } catch {
        result = '';
      }
      expect(result).toBe('');
    },
  );

  test.each(['{{ lookup account "name" }}', '{{ log account.name }}', '{{> part }}'])('%s is no part of templates', (source) => {
    expect(() => renderText(source, context)).toThrow();
  });
});
