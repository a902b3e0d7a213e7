import { describe, expect, test } from '@jest/globals';
import { plan, wait } from '../../test/support/run-builder.js';
import type { CalendarDefinition, Catalogue } from '../model/catalogue.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import { runPlaybookTest } from './run-playbook-test.js';

const calendar = (id: string, timezone: string | null, holidays: readonly string[]): CalendarDefinition => ({
  ...{ id, title: { en: id }, timezone, weekend: [0, 6], holidays, workingDays: [] },
});
const catalogue: Catalogue = {
  ...{ contentHash: 'hash', metrics: {}, healths: [], segments: [] },
  calendars: {
    default: 'own',
    calendars: [calendar('own', null, ['2026-03-03']), calendar('cn', 'Asia/Shanghai', ['2026-03-03', '2026-03-04'])],
  },
};
/** Monday 2026-03-02. */
const one: PlaybookTest = {
  ...{ name: 'one', span: { line: 1, column: 1, endLine: 1, endColumn: 1 } },
  given: { account: {}, health: {}, contract: {}, metrics: {}, date: '2026-03-02' },
  timeline: [],
  expect: { enrolled: null, because: null, skipped: null, ran: null, outcomes: null, exited: null, result: null },
};

/** The day on which two working days are over. */
function ends(timezone: string, book: Catalogue): string {
  const { trace } = runPlaybookTest(plan([wait('rest', '2bd')], { timezone }), book, one);
  return new Date(trace.at(-1)?.at ?? 0).toISOString().slice(0, 10);
}

describe('the days of an inline test', () => {
  test('are those of the book: holidays of its zone do not count', () => {
    expect(ends('account', catalogue)).toBe('2026-03-05');
    expect(ends('Europe/Berlin', catalogue)).toBe('2026-03-05');
    expect(ends('Asia/Shanghai', catalogue)).toBe('2026-03-06');
  });

  test('are Monday to Friday in a book without calendars', () => {
    const { calendars: _none, ...plain } = catalogue;
    expect(ends('account', plain)).toBe('2026-03-04');
  });
});
