import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpSettings } from './smtp-settings.js';

/** What became of one attempt, in the only terms that decide whether it may be tried again. */
export type Delivery =
  /** `refused`: addresses among the readers that the server would not take. */
  | { readonly status: 'accepted'; readonly refused: readonly string[] }
  /** Refused for good (5xx about this message or its reader). */
  | { readonly status: 'rejected'; readonly error: string }
  /** Certainly not delivered: trying again is safe. */
  | { readonly status: 'retry'; readonly error: string }
  /** The bytes were on their way and no answer came: it may have been delivered. */
  | { readonly status: 'unknown'; readonly error: string }
  /** `release` said no: not one byte was handed over. */
  | { readonly status: 'withheld' };

export interface Mail {
  /** Plain addresses of the envelope; validated by the caller. */
  readonly from: string;
  readonly to: readonly string[];
  readonly bytes: Buffer;
}

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

interface SmtpError extends Error {
  readonly responseCode?: number | undefined;
  readonly command?: string | undefined;
}

/** Commands whose 5xx answer is about the message or its reader; anywhere else it is our own set-up that is wrong. */
const ABOUT_THE_MESSAGE = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** "Authentication required" and the like: not the reader's fault. */
const ABOUT_OUR_LOGIN = new Set([530, 534, 535, 538]);

function judge(error: SmtpError, released: boolean): Delivery {
  const code = error.responseCode ?? 0;
  const permanent = code >= 500 && !ABOUT_OUR_LOGIN.has(code) && ABOUT_THE_MESSAGE.has(error.command ?? '');
  if (permanent) return { status: 'rejected', error: error.message };
  // Once bytes are out only a reply of the server proves that the message was not taken.
  const answered = code >= 400;
  return { status: released && !answered ? 'unknown' : 'retry', error: error.message };
}

/**
 * Hands one message over in one SMTP conversation. `release` is called after the server has said 354 and before the
 * first byte of the message is written: commit the point of no return there. An error before it is always safe to
 * retry; after it only a reply of the server is, and silence means nobody knows. The error codes of the library do not
 * tell the two apart, which is why the phase is observed here.
 */
export function deliverMail(settings: SmtpSettings, mail: Mail, release: () => Promise<boolean>): Promise<Delivery> {
  const connection = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: settings.requireTLS,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });
  return new Promise((resolve) => {
    let over = false;
    let released = false;
    let gate: Promise<Delivery | null> | null = null;

    /** Runs the gate once; null = released. Bytes follow only if the conversation still stands when it is through. */
    const openGate = async (): Promise<Delivery | null> => {
      try {
        if (!(await release())) return { status: 'withheld' };
      } catch (error) {
        return { status: 'retry', error: error instanceof Error ? error.message : String(error) };
      }
      if (over) return null;
      released = true;
      message.push(mail.bytes);
      message.push(null);
      return null;
    };
    const message = new Readable({
      read: () => {
        // The library reads only once the server is ready for the bytes.
        gate ??= openGate().then((verdict) => {
          if (verdict) finish(verdict);
          return verdict;
        });
      },
    });
    const finish = (delivery: Delivery): void => {
      if (over) return;
      over = true;
      if (delivery.status === 'accepted') connection.quit();
      else connection.close();
      resolve(delivery);
    };
    const fail = (error: SmtpError): void => {
      if (over) return;
      const delivery = judge(error, released);
      over = true;
      connection.close();
      // A gate being committed right now must be through before the caller writes what became of the attempt.
      void Promise.resolve(gate).then(() => resolve(delivery));
    };

    connection.on('error', fail);
    connection.once('end', () => fail(new Error('the mail server closed the connection')));
    const send = (): void =>
      connection.send({ from: mail.from, to: [...mail.to] }, message, (error, info) => {
        if (error) return fail(error);
        finish({ status: 'accepted', refused: info?.rejected ?? [] });
      });
    connection.connect((error) => {
      if (error) return fail(error);
      if (!settings.auth) return send();
      connection.login({ user: settings.auth.user, pass: settings.auth.pass }, (refused) => (refused ? fail(refused) : send()));
    });
  });
}
