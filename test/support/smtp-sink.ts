import { simpleParser } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly headers: ReadonlyMap<string, unknown>;
}

/** What the server does with a message or a reader; the default takes everything. */
export interface SinkBehaviour {
  /** Asked at RCPT TO: an SMTP error code refuses the reader. */
  readonly refuseReader?: (address: string) => number | null | Promise<number | null>;
  /** Asked after the final dot, when the message has been stored if `stored`: a code answers it, `drop` says nothing and hangs up. */
  readonly afterData?: (mail: CaughtMail) => number | 'drop' | null;
  /** Machine milliseconds between the final dot and the answer. */
  readonly answerAfterMs?: number;
}

export interface SmtpSink {
  readonly url: string;
  readonly port: number;
  /** Everything received whole, also what was refused or dropped after the dot. */
  readonly received: CaughtMail[];
  behave(behaviour: SinkBehaviour): void;
  stop(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it gets. */
export async function smtpSink(port = 0): Promise<SmtpSink> {
  const received: CaughtMail[] = [];
  let behaviour: SinkBehaviour = {};
  const refusal = (code: number) => Object.assign(new Error(`refused by the test (${code})`), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      void Promise.resolve(behaviour.refuseReader?.(address) ?? null).then((code) =>
        callback(code === null ? undefined : refusal(code)),
      );
    },
    onData: (stream, session, callback) => {
      simpleParser(stream).then(
        (parsed) => {
          const mail: CaughtMail = {
            messageId: (parsed.messageId ?? '').replace(/^<|>$/g, ''),
            to: session.envelope.rcptTo.map(({ address }) => address),
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            headers: parsed.headers,
          };
          received.push(mail);
          setTimeout(() => {
            const answer = behaviour.afterData?.(mail) ?? null;
            if (answer === 'drop') {
              for (const connection of server.connections as Set<{ id: string; close(): void }>)
                if (connection.id === session.id) connection.close();
              return;
            }
            callback(answer === null ? null : refusal(answer));
          }, behaviour.answerAfterMs ?? 0);
        },
        (error: Error) => callback(error),
      );
    },
  });
  // A client that is killed mid-way is part of the tests.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: listening } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${listening}`,
    port: listening,
    received,
    behave: (next) => (behaviour = next),
    stop: () =>
      new Promise((resolve) => {
        for (const connection of server.connections as Set<{ close(): void }>) connection.close();
        server.close(() => resolve());
      }),
  };
}
