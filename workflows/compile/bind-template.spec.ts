import { describe, expect, test } from '@jest/globals';
import { bindInTemplate, bindInText, bindTemplates, type TemplateParameters } from './bind-template.js';

const parameters: TemplateParameters = new Map([
  ['quiet', { type: 'duration', value: { amount: 7, unit: 'd' } }],
  ['share', { type: 'percent', value: 0.2 }],
  ['most', { type: 'number', value: 0 }],
  ['tone', { type: 'text', value: 'A & {{b}} <i>' }],
  ['formal', { type: 'yes_no', value: false }],
]);

describe('parameters in templates', () => {
  test.each([
    ['plain', 'plain'],
    ['{{ account.name }}', '{{ account.name }}'],
    ['in {{ parameter.quiet }}.', 'in 7 days.'],
    ['{{parameter.share}}{{ account.name }}{{parameter.most}}', '20%{{ account.name }}0'],
    ['{{parameter.tone}}', 'A & ((b)) <i>'],
    [
      'a\n{{#if account.champion}}\n {{parameter.quiet}} {{else}}b {{parameter.most}}{{/if}} c',
      'a\n{{#if account.champion}}\n 7 days {{else}}b 0{{/if}} c',
    ],
    ['{{#if parameter.formal}}Dear{{else}}Hi {{parameter.most}}{{/if}} x', 'Hi 0 x'],
    ['{{#unless parameter.formal}}Hi{{/unless}} x', 'Hi x'],
    ['{{#if parameter.most}}a{{else}}b{{/if}}', 'a'],
    ['{{#if parameter.formal}}Dear{{/if}}x', 'x'],
    ['{{parameter.unknown}}', '{{parameter.unknown}}'],
    ['{{#if broken', '{{#if broken'],
  ])('%j', (text, bound) => {
    expect(bindInTemplate(text, parameters, 'en')).toBe(bound);
  });

  test('in the language of the text', () => {
    expect(
      bindInText({ en: '{{parameter.quiet}} {{parameter.formal}}', zh: '{{parameter.quiet}} {{parameter.formal}}' }, parameters),
    ).toEqual({
      en: '7 days no',
      zh: '7 天 否',
    });
  });

  test('escaped in HTML alone', () => {
    const text = '{{parameter.tone}}';
    expect(bindTemplates({ a: { en: { subject: text, text, html: text } } }, parameters)).toEqual({
      a: { en: { subject: 'A & ((b)) <i>', text: 'A & ((b)) <i>', html: 'A &amp; ((b)) &lt;i&gt;' } },
    });
  });

  test('without parameters nothing is touched', () => {
    const templates = { a: { en: { subject: '{{ x }}', text: '{{parameter.quiet}}', html: null } } };
    expect(bindTemplates(templates, new Map())).toBe(templates);
  });
});
