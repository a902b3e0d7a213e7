import type { OrderView } from '../../../prisma/read-models/order-list.js';
import type { MigrationMove } from '../../../workflows/model/run.js';
import type { TimeText } from './time-text.js';

/** What a migration does to one step or exit, its date in ISO 8601. */
export type MoveView = Omit<MigrationMove, 'due'> & { readonly due?: string };

/** `intro: removed, goes on at settle`. */
export function moveText({ subject, does, due, goesTo }: MoveView, time: TimeText): string {
  switch (does) {
    case 'stays':
      return `${subject} stays as it is`;
    case 'rescheduled':
      return `${subject} is due ${time(due ?? null)}`;
    case 'advances':
      return `${subject} is over at once`;
    case 'restarts':
      return `${subject} begins anew`;
    case 'removed':
      return goesTo === undefined ? `${subject} is gone` : `${subject} is gone: goes on at ${goesTo ?? 'the end'}`;
  }
}

/** An order in a few words: `pause until 2026-03-02 00:00`. */
export function orderText({ kind, payload }: Pick<OrderView, 'kind' | 'payload'>, time: TimeText): string {
  const value = (key: string) => String(payload[key] ?? '-');
  switch (kind) {
    case 'pause':
      return typeof payload['resumeAt'] === 'string' ? `pause until ${time(payload['resumeAt'])}` : 'pause';
    case 'skip_step':
      return `skip ${value('step')}`;
    case 'retry_step':
      return `retry ${value('step')}`;
    case 'hand_over':
      return `hand over to ${value('to')}`;
    case 'migrate':
      return `move to version ${value('to')}`;
    default:
      return kind;
  }
}
