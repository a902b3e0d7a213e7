import { describe, expect, test } from '@jest/globals';
import { checkTemplate, TEMPLATE_LIMITS } from './check-template.js';
import { templatePaths, type TemplatePaths } from './template-paths.js';

const paths = templatePaths({ metrics: {} }, ['call_owner']);
const withList: TemplatePaths = { ...paths, known: { ...paths.known, 'account.modules': 'list' } };

function check(text: string, html = false, allowed = paths): readonly string[] {
  const found: string[] = [];
  checkTemplate(text, allowed, { html }, (at, code) => found.push(`${code} ${text.slice(at.start, at.end)}`));
  return found;
}

describe('what a template may do', () => {
  test.each([
    'plain text with } and { and 50%',
    '{{account.name}} {{ account.csm.email }} {{contact.role}} {{health.band}} {{contract.end}} {{playbook.title}} {{outcome.call_owner}}',
    '{{account.attributes.anything_of_theirs}}',
    '{{#if account.champion}}{{account.champion.name}}{{else}}you{{/if}}',
    '{{#if account.champion}}a{{else if account.admin}}b{{else}}c{{/if}}',
    '{{#unless account.csm.name}}nobody{{/unless}}',
    '{{! a remark }}{{!-- another }} --}}',
    '{{~account.name~}}',
  ])('%s', (text) => {
    expect(check(text)).toEqual([]);
  });

  test('goes through a list, two deep, and prints its items', () => {
    expect(check('{{#each account.modules}}{{this}} {{this.name}} {{account.name}}{{/each}}', false, withList)).toEqual([]);
  });
});

describe('what a template may not do', () => {
  test.each([
    ['{{{account.name}}}', 'template-feature {{{account.name}}}'],
    ['{{&account.name}}', 'template-feature {{&account.name}}'],
    ['{{> other}}', 'template-feature {{> other}}'],
    ['{{#> other}}x{{/other}}', 'template-feature {{#> other}}x{{/other}}'],
    ['{{* decorate}}', 'template-feature {{* decorate}}'],
    ['{{lookup account "name"}}', 'template-feature {{lookup account "name"}}'],
    ['{{log account.name}}', 'template-feature {{log account.name}}'],
    ['{{lookup}}', 'template-feature lookup'],
    ['{{upper account.name}}', 'template-feature {{upper account.name}}'],
    ['{{account.name size=2}}', 'template-feature {{account.name size=2}}'],
    ['{{"text"}}', 'template-feature {{"text"}}'],
    ['{{#with account}}x{{/with}}', 'template-feature {{#with account}}x{{/with}}'],
    ['{{#if account.name account.id}}x{{/if}}', 'template-feature {{#if account.name account.id}}x{{/if}}'],
    ['{{#if (eq 1 1)}}x{{/if}}', 'template-feature {{#if (eq 1 1)}}x{{/if}}'],
    ['{{#if true}}x{{/if}}', 'template-feature {{#if true}}x{{/if}}'],
    ['{{../account.name}}', 'template-feature ../account.name'],
    ['{{@root.account.name}}', 'template-feature @root.account.name'],
    ['{{this}}', 'template-path this'],
    ['{{this.account.name}}', 'template-path this.account.name'],
    ['{{account}}', 'template-path account'],
    ['{{account.nmae}}', 'template-path account.nmae'],
    ['{{constructor}}', 'template-path constructor'],
    ['{{__proto__}}', 'template-path __proto__'],
    ['{{account.constructor.name}}', 'template-path account.constructor.name'],
    ['{{account.attributes.__proto__.x}}', 'template-path account.attributes.__proto__.x'],
    ['{{account.attributes}}', 'template-path account.attributes'],
    ['{{toString}}', 'template-path toString'],
    ['{{#each account.name}}x{{/each}}', 'template-path account.name'],
    ['{{metric.logins}}', 'template-path metric.logins'],
    ['{{#if account.csm}}x', 'template-syntax {{#if account.csm}}x'],
    ['{{#if account.csm}}x{{/unless}}', 'template-syntax {{#if account.csm}}x{{/unless}}'],
    ['a {{ account.name', 'template-syntax {{ account.name'],
  ])('%s', (text, expected) => {
    expect(check(text)).toEqual([expected]);
  });

  test('every mistake is told, each at its place, also on later lines and in else', () => {
    expect(check('{{account.nme}}\n{{#if account.csm}}{{{x}}}{{else}}\n  {{contact.nme}}{{/if}}')).toEqual([
      'template-path account.nme',
      'template-feature {{{x}}}',
      'template-path contact.nme',
    ]);
  });

  test('a task title has no contact', () => {
    expect(check('{{contact.name}}', false, templatePaths({ metrics: {} }, [], false))).toEqual(['template-path contact.name']);
  });
});

describe('HTML parts', () => {
  test.each([
    ['<p title="{{account.name}}">{{account.name}}</p>', []],
    ['<p title={{account.name}}>', ['template-url {{account.name}}']],
    ['<a href="{{account.attributes.site}}">', ['template-url {{account.attributes.site}}']],
    ["<img src='https://x.example/{{account.id}}'>", ['template-url {{account.id}}']],
    ['<p onclick="{{account.name}}">', ['template-url {{account.name}}']],
    ['<p style="color: {{account.attributes.colour}}">', ['template-url {{account.attributes.colour}}']],
    ['<a href="https://x.example" title="{{account.name}}">', []],
    ['5 < 6 {{account.name}} > 3', []],
  ])('%s', (text, expected) => {
    expect(check(text, true)).toEqual(expected);
  });
});

describe('limits', () => {
  test('length, depth, parts and nested lists are bounded, and refused in no time', () => {
    const before = process.hrtime.bigint();
    expect(check('x'.repeat(TEMPLATE_LIMITS.characters + 1))).toHaveLength(1);
    expect(check('{{#if account.csm}}'.repeat(10) + '{{/if}}'.repeat(10))).toHaveLength(1);
    expect(check('{{#if account.csm}}'.repeat(500) + '{{/if}}'.repeat(500))).toHaveLength(1);
    expect(check('{{account.name}}'.repeat(600))).toHaveLength(1);
    expect(check('{{'.repeat(9_000))).toHaveLength(1);
    const each = '{{#each account.modules}}';
    expect(check(each.repeat(3) + '{{/each}}'.repeat(3), false, withList)).toHaveLength(1);
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(2_000);
  });
});
