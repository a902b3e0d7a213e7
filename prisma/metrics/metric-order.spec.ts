import { describe, expect, test } from '@jest/globals';
import { catalogueOf, metric } from '../../test/support/metric-catalogue.js';
import type { MetricDefinition } from '../../workflows/model/catalogue.js';
import { metricOrder } from './metric-order.js';

const ids = (...metrics: readonly MetricDefinition[]) => metricOrder(catalogueOf(...metrics)).map(({ id }) => id);

describe('the order in which metrics are computed', () => {
  test('puts a ratio after what it divides, and leaves out what is imported', () => {
    const rate = metric('a_rate', 'week', { kind: 'ratio', of: 'users', to: 'seats' });
    const users = metric('users', 'week', { kind: 'count_contacts', event: 'login' });
    const seats = metric('seats', 'week', { kind: 'seats' });
    expect(ids(rate, users, seats, metric('nps', 'month', { kind: 'imported' }))).toEqual(['users', 'seats', 'a_rate']);
  });

  test('leaves out what cannot be computed yet: no point is written, so it reads as unknown, never as a wrong number', () => {
    const later = [
      metric('minutes', 'week', { kind: 'sum', property: 'minutes', event: 'session' }),
      metric('length', 'week', { kind: 'average', property: 'minutes', event: 'session' }),
      metric('modules', 'week', { kind: 'distinct', property: 'module', event: 'session' }),
      metric('quiet', 'week', { kind: 'last_seen', event: 'login' }),
      metric('bought', 'week', { kind: 'products' }),
      metric('heavy', 'week', { kind: 'count_contacts', event: 'session', atLeast: 10, sumOf: 'minutes' }),
      metric('boss', 'week', { kind: 'count_events', event: 'login', role: 'decision_maker' }),
      metric('mobile', 'week', { kind: 'count_events', event: 'login', where: { mobile: true } }),
    ];
    expect(ids(...later, metric('logins', 'week', { kind: 'count_events', event: 'login' }))).toEqual(['logins']);
  });

  test('a circle hangs nobody', () => {
    const one = metric('one', 'day', { kind: 'ratio', of: 'two', to: 'two' });
    const two = metric('two', 'day', { kind: 'ratio', of: 'one', to: 'one' });
    expect(ids(one, two).sort()).toEqual(['one', 'two']);
  });
});
