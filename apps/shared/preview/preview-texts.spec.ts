import { describe, expect, test } from '@jest/globals';
import { EVERY_VERB_PLAN } from '../../../test/support/every-verb-plan.js';
import { METRICS } from '../../../test/support/condition-builder.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { PlanTemplates } from '../../../workflows/model/plan.js';
import { previewStep, type PreviewFacts } from './preview-texts.js';
import { sampleAccount } from './sample-account.js';

const catalogue: Catalogue = {
  contentHash: '',
  metrics: METRICS,
  healths: [],
  segments: [],
  attributes: { region: { id: 'region', title: { en: 'Region' }, type: 'text', values: ['north', 'south'] } },
};
const ALL =
  '{{contact.name}} {{account.name}} {{account.region}} {{health.score}} {{metric.activation_rate}} {{contract.end}} {{outcome.call}}'.replace(
    '{{account.region}}',
    '{{account.attributes.region}} {{account.attributes.own_word}}',
  );
const templates: PlanTemplates = {
  plan: { en: { subject: 'For {{contact.name}}', text: ALL, html: '<p>{{account.name}}</p>' } },
  tip: { en: { subject: '{{#if account.champion}}{{/if}}', text: 'x', html: null } },
};
const step = (id: string) => {
  const found = EVERY_VERB_PLAN.steps[id];
  if (!found) throw new Error(`no step ${id}`);
  return found;
};
const sample = (change: Partial<PreviewFacts> = {}): PreviewFacts => ({
  ...sampleAccount(EVERY_VERB_PLAN, templates, catalogue, 'en'),
  ...change,
});
const preview = (id: string, facts = sample(), locale?: 'en' | 'zh') =>
  previewStep(EVERY_VERB_PLAN, templates, step(id), facts, locale);

describe('a preview', () => {
  test('has every value a template may name, made up from the catalogue', async () => {
    expect(await preview('mail')).toEqual({
      ...{ playbook: 'everything', step: 'mail', verb: 'email', template: 'plan', to: 'account.champion', locale: 'en' },
      subject: 'For Ann Lee',
      text: expect.stringMatching(
        /^Ann Lee Acme Robotics \(sample data\) north own_word \(sample\) 72 \d+% 2026-08-14 reached$/,
      ) as unknown,
      html: '<p>Acme Robotics (sample data)</p>',
      failure: null,
    });
  });

  test('falls back to the language that the template is written in', async () => {
    expect((await preview('mail', sample(), 'zh'))?.locale).toBe('en');
  });

  test('titles, questions and chat messages are previewed too, in the wanted language', async () => {
    expect((await preview('call', sample(), 'zh'))?.text).toBe('致电 Acme Robotics (sample data)');
    expect((await preview('ask_plan'))?.text).toBe('Do you agree with the plan?');
    expect((await preview('tell_team'))?.text).toBe('Acme Robotics (sample data) is being rescued');
    expect(await preview('quiet')).toBeNull();
  });

  test('a value that is not there is named; nothing of the message is shown', async () => {
    const { data } = sample();
    const gone = await preview('mail', sample({ data: { ...data, series: {} } }));
    expect(gone).toMatchObject({
      ...{ subject: null, text: null, html: null },
      failure: { kind: 'missing_value', path: 'metric.activation_rate' },
    });
    const ended = await preview('mail', sample({ data: { ...data, contracts: [] } }));
    expect(ended?.failure).toEqual({ kind: 'missing_value', path: 'contract.end' });
  });

  test('nobody to read it, and a subject without a word', async () => {
    expect((await preview('mail', sample({ readerFor: async () => null })))?.failure).toEqual({
      kind: 'nobody',
      recipient: 'account.champion',
    });
    expect((await preview('nudge'))?.failure).toEqual({ kind: 'empty_subject' });
  });

  test.each([
    ['<img src=x onerror=alert(1)>', '&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;'],
    ['{{account.id}}', '{{account.id}}'],
    ['"\'`&', '&quot;&#x27;&#x60;&amp;'],
  ])('hostile data %s are text in HTML', async (name, html) => {
    const facts = sample();
    const hostile = sample({ people: { ...facts.people, name } });
    expect((await preview('mail', hostile))?.html).toBe(`<p>${html}</p>`);
    expect((await preview('mail', hostile))?.text).toContain(name);
  });
});

describe('the sample account', () => {
  test('is the same every time, and lacks nothing of the catalogue', () => {
    const [one, other] = [sample(), sample()];
    expect(JSON.stringify(one.data)).toBe(JSON.stringify(other.data));
    for (const [id, points] of Object.entries(one.data.series)) {
      const [low, high] = catalogue.metrics[id]?.range ?? [null, null];
      const value = points[0]?.value ?? Number.NaN;
      expect([id, value >= (low ?? -Infinity) && value <= (high ?? Infinity)]).toEqual([id, true]);
    }
    expect(Object.keys(one.data.series)).toEqual(Object.keys(catalogue.metrics));
  });
});
