import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { leaving } from './leaving.js';
import { failStep } from './failure.js';
import type { Failure } from './failure.js';
import { openFallback } from './open-fallback.js';
import type { EmailEnd } from './send-email.js';

const FAILURES: Readonly<Record<'rejected' | 'unknown' | 'undeliverable', Failure>> = {
  rejected: {
    word: 'rejected',
    because: { en: 'the mail server refused the message or its reader', zh: '邮件服务器拒收了该邮件或收件人' },
  },
  unknown: {
    word: 'unknown',
    because: {
      en: 'the connection broke while it was being handed over; it may have arrived and is not sent again',
      zh: '投递过程中连接中断，邮件可能已送达，不会再次发送',
    },
  },
  undeliverable: {
    word: 'undeliverable',
    because: { en: 'the mail server took nothing for three days', zh: '邮件服务器连续三天无法投递' },
  },
};

/** One answer for all readers of a step: done when somebody was reached; a person is told about everybody who was not. */
export async function settleEmailStep(
  deps: ActivityDependencies,
  input: PerformInput,
  ends: readonly EmailEnd[],
): Promise<PerformResult> {
  const sent = ends.filter((end) => end.status === 'sent');
  const failed = ends.flatMap((end) => (end.status === 'sent' || end.status === 'cancelled' ? [] : [end.status]));
  const [worst] = failed;
  if (sent.length === 0) {
    if (worst !== undefined) return failStep(deps, input, FAILURES[worst]);
    return leaving(input);
  }
  if (worst !== undefined) await openFallback(deps, input, FAILURES[worst].because);
  const cc = sent.map((end) => end.cc).find((state) => state !== null);
  const detail = {
    recipients: sent.length,
    ...(cc === undefined ? {} : { cc }),
    ...(failed.length > 0 ? { failed: failed.length } : {}),
  };
  const at = Math.max(...sent.map((end) => end.at));
  return { settlement: { status: 'done', outcome: 'sent', detail }, settledAt: at };
}
