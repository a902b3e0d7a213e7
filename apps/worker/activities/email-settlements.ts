import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import type { StepSettlement } from '../../../workflows/model/run.js';
import type { EmailRow } from '../../../prisma/stores/message-store.js';
import type { Failure } from './open-fallback.js';

/** The answer for an e-mail that is not sent because its run is being left; the run no longer waits for it. */
export function cancelled(input: PerformInput): PerformResult {
  return { settlement: { status: 'skipped', outcome: 'cancelled', reason: 'run_exiting' }, settledAt: input.at };
}

/** `refused`: readers the server would not take; the first reader is not among them. */
export function sentSettlement(row: EmailRow, refused: readonly string[] = []): StepSettlement {
  const cc = row.cc === null ? null : refused.includes(row.cc) ? 'refused' : 'sent';
  return { status: 'done', outcome: 'sent', detail: { recipients: 1, message: row.id, ...(cc === null ? {} : { cc }) } };
}

export const REJECTED: Failure = {
  word: 'rejected',
  because: { en: 'the mail server refused the message or its reader', zh: '邮件服务器拒收了该邮件或收件人' },
};
export const UNKNOWN: Failure = {
  word: 'unknown',
  because: {
    en: 'the connection broke while it was being handed over; it may have arrived and is not sent again',
    zh: '投递过程中连接中断，邮件可能已送达，不会再次发送',
  },
};
