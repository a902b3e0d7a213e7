import { describe, expect, test } from '@jest/globals';
import type { TraceEntry } from '../../../workflows/model/run.js';
import { traceLine } from '../../../prisma/read-models/trace-view.js';
import { traceText } from './trace-text.js';

const at = Date.parse('2026-03-02T08:00:00Z');
const time = (iso: string | null) => (iso === null ? '-' : iso.slice(0, 16).replace('T', ' '));
type Entry = TraceEntry extends infer E ? (E extends TraceEntry ? Omit<E, 'seq' | 'at'> : never) : never;
const told = (entry: Entry) =>
  traceText(traceLine({ seq: 1, at: new Date(at), type: entry.type, entry: { seq: 1, at, ...entry } }), time);

describe('a line of the flight record in plain words', () => {
  const who = { by: 'csm-anna', reason: 'they asked for it' };

  test.each<[Entry, string]>([
    [
      { type: 'run_paused', ...who, resumeAt: at, bound: at + 1 },
      'run paused until 2026-03-02 08:00 by csm-anna: they asked for it (cancelled when it still is at 2026-03-02 08:00)',
    ],
    [
      { type: 'run_paused', ...who, resumeAt: null, bound: at },
      'run paused until somebody resumes it by csm-anna: they asked for it (cancelled when it still is at 2026-03-02 08:00)',
    ],
    [{ type: 'run_resumed', ...who }, 'run resumed by csm-anna: they asked for it'],
    [{ type: 'run_cancelled', ...who }, 'run cancelled by csm-anna: they asked for it'],
    [{ type: 'run_handed_over', to: 'csm-boris', ...who }, 'run handed to csm-boris by csm-anna: they asked for it'],
    [{ type: 'skip_planned', step: 'call', ...who }, 'call: will be left out by csm-anna: they asked for it'],
    [
      { type: 'step_retried', step: 'mail', key: 'mail#1', attempt: 2, due: at, by: 'sopwith', reason: 'rejected' },
      'mail: tried again (attempt 2) at 2026-03-02 08:00 by sopwith: rejected',
    ],
    [{ type: 'question_opened', step: 'ask', key: 'ask#1', expires: at }, 'ask: question asked, waits until 2026-03-02 08:00'],
    [{ type: 'condition_met', step: 'w', condition: 'a > 1', facts: [] }, 'w: what it waited for became true: a > 1'],
    [
      { type: 'fallback_opened', step: 'mail', key: 'mail#1', reason: 'no_recipient' },
      'mail: a task for the CSM was opened instead: no_recipient',
    ],
    [{ type: 'event_held', event: 'exit won' }, 'exit won came during the pause: honoured when the run goes on'],
    [
      { type: 'subjective_verified', question: 'happy', answer: 'yes', good: true, by: 'acme-ada' },
      'question happy: yes by acme-ada -> good: yes',
    ],
    [{ type: 'subjective_verified', question: 'happy', answer: null, good: null }, 'question happy: nobody answered'],
  ])('%j', (entry, text) => {
    expect(told(entry)).toBe(text);
  });

  test('a migration names each step it changed, with its new date', () => {
    const moves = [
      { subject: 'settle', does: 'rescheduled', due: at },
      { subject: 'call', does: 'removed', goesTo: 'rest' },
      { subject: 'last', does: 'removed', goesTo: null },
      { subject: 'late', does: 'removed' },
      { subject: 'check', does: 'restarts' },
      { subject: 'rest', does: 'advances', due: at },
      { subject: 'mail', does: 'stays' },
    ] as const;
    expect(told({ type: 'run_migrated', from: 1, to: 2, ...who, moves })).toBe(
      'run moved from version 1 to 2 by csm-anna: they asked for it; settle is due 2026-03-02 08:00, call is gone: goes on at rest, ' +
        'last is gone: goes on at the end, late is gone, check begins anew, rest is over at once, mail stays as it is',
    );
  });

  test('a type it does not know is shown with its fields', () => {
    expect(traceText({ seq: 3, at: '2026-03-02T08:00:00.000Z', type: 'from_the_future', step: 's', more: 1 }, time)).toBe(
      'from_the_future {"step":"s","more":1}',
    );
  });
});
