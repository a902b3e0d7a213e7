import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, SEGMENTS } from '../../test/support/playbook-text.js';
import type { Catalogue } from '../model/catalogue.js';
import type { SourceFile } from '../model/playbook.js';
import { compileBook } from './compile-book.js';
import { compileGround } from './compile-ground.js';
import { notRunnableCatalogue } from './not-runnable-catalogue.js';

const HEALTH: SourceFile = {
  path: 'book/default.health.yaml',
  text: `apiVersion: playbook/v1
kind: Health
id: default_health
dimensions:
  - { id: use, weight: 60%, value: logins, zero_at: 0, full_at: 50 }
  - { id: trend, weight: 40%, value: wow_drop(logins), zero_at: 50%, full_at: 0% }
bands: { green: 75, yellow: 50 }
`,
};

function file(kind: string, text: string): SourceFile {
  return { path: `book/more.${kind.toLowerCase()}.yaml`, text: `apiVersion: playbook/v1\nkind: ${kind}\n${text}` };
}

function catalogueOf(...more: readonly SourceFile[]): Catalogue {
  const { catalogue, diagnostics } = compileBook([CATALOGUE, SEGMENTS, HEALTH, ...more]);
  expect(diagnostics).toEqual([]);
  if (catalogue === null) throw new Error('no catalogue');
  return catalogue;
}

describe('the content hash of a catalogue', () => {
  test('of what was there from the beginning never changes: stored catalogues stay what they are', () => {
    const catalogue = catalogueOf();
    expect(catalogue.contentHash).toBe('af2b419f374b714caa6e6104339259f58e395466ca29798750b37f5f435eda7c');
    expect(Object.keys(catalogue).sort()).toEqual(['contentHash', 'healths', 'metrics', 'segments']);
  });

  test.each([
    ['an event', file('Metrics', 'events: { login: {} , seat_opened: {}, seat_closed: {} }')],
    ['an attribute', file('Metrics', 'attributes: { region: { type: text } }')],
    ['a stage', file('Lifecycle', 'stages: [{ id: onboarding, from: 0d after contract.start }]')],
    ['a calendar', file('Calendars', 'calendars: [{ id: cn }]\ndefault: cn')],
  ])('changes with %s', (_what, more) => {
    expect(catalogueOf(more).contentHash).not.toBe(catalogueOf().contentHash);
  });
});

describe('what playbooks may name', () => {
  test('is known as far as it was read: a mistake leaves its own kind unknown, not the others', () => {
    const { names } = compileGround([CATALOGUE, SEGMENTS, file('Lifecycle', 'stages: [{ id: onboarding, from: never }]')]);
    expect(names).toMatchObject({ segments: ['mid', 'smb'], stages: ['onboarding'], milestones: [] });
    const broken = compileGround([CATALOGUE, file('Segments', 'segments: [{ id: mid, when: seats_bougt >= 5 }]')]);
    expect(broken.names.segments).toBeNull();
    expect(broken.names.metrics).not.toBeNull();
  });

  test('stages in a second file are told with that file, not one by one', () => {
    const stages = 'stages: [{ id: onboarding, from: 0d after contract.start }, { id: late, from: 30d before contract.end }]';
    const again = { path: 'book/lifecycle-2.yaml', text: file('Lifecycle', stages).text };
    const { found } = compileGround([CATALOGUE, SEGMENTS, file('Lifecycle', stages), again]);
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ['duplicate-id', expect.stringContaining('the stages are already defined in')],
    ]);
  });

  test('a stage or milestone whose id is wrong or missing leaves its kind unknown: it may be any that is named', () => {
    const lifecycle = (text: string) => compileGround([CATALOGUE, SEGMENTS, file('Lifecycle', text)]).names;
    const stage = 'stages: [{ id: onboarding, from: 0d after contract.start }]';
    expect(lifecycle(`milestones: [{ id: Key behaviour, event: login }]\n${stage}`)).toMatchObject({
      stages: ['onboarding'],
      milestones: null,
    });
    expect(lifecycle(`milestones: [{ event: login }]`).milestones).toBeNull();
    expect(lifecycle(stage.replace('onboarding', 'On boarding')).stages).toBeNull();
  });

  test('nothing that is not declared can be reached from outside; events and traits are free until some are declared', () => {
    expect(compileGround([CATALOGUE]).names).toMatchObject({ endpoints: [], chats: [], events: null, attributes: null });
    const declared = compileGround([
      CATALOGUE,
      file('Metrics', 'events: { login: {}, seat_opened: {}, seat_closed: {} }\nendpoints: { crm: {} }'),
    ]);
    expect(declared.names.endpoints).toEqual(['crm']);
    expect(declared.names.events).toEqual(expect.arrayContaining(['champion_left', 'login']));
  });

  test('without a metrics file nothing is known', () => {
    expect(compileGround([SEGMENTS]).names).toMatchObject({ metrics: null, events: null, endpoints: null, attributes: null });
  });
});

describe('what is not computed yet', () => {
  test('is nothing in a catalogue of what was there from the beginning', () => {
    expect(notRunnableCatalogue(catalogueOf())).toEqual([]);
  });

  test('is named with its place, and so is what needs it', () => {
    const metrics = file(
      'Metrics',
      `metrics:
  usage_time: { sum: minutes, of: session, per: week }
  weekly_seats: { seats: bought, per: week }
  time_per_seat: { ratio: [usage_time, weekly_seats], as: number, per: week }
  heavy_users: { count: contacts, of: session, at_least: 10, per: week }
  boss_logins: { count: events, of: login, role: decision_maker, per: week }
  quarterly_logins: { count: events, of: login, per: quarter }`,
    );
    const health = file(
      'Health',
      `id: others
segments: [smb]
dimensions:
  - { id: rank, weight: 50%, value: logins, percentile: true }
  - id: tickets
    weight: 50%
    points: [{ when: open_tickets() > 3, points: 0 }, { otherwise: 100 }]
bands: { green: 75, yellow: 50, stay: 5 }`,
    );
    const lifecycle = file('Lifecycle', 'milestones: [{ id: trained, event: training_held }]');
    const found = notRunnableCatalogue(catalogueOf(metrics, health, lifecycle));
    expect(found.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'metrics.boss_logins: role',
      'metrics.heavy_users: at_least',
      'metrics.time_per_seat: ratio with usage_time',
      'metrics.usage_time: sum',
      'health.others.rank: percentile',
      'health.others.tickets: open_tickets',
      'health.others.bands: stay',
      'lifecycle: milestones',
    ]);
  });
});
