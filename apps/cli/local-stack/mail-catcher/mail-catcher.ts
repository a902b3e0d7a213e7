import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { listPage, messagePage, summary } from './mail-page.js';
import { MailStore, type CaughtMessage } from './mail-store.js';

const LARGEST_MESSAGE = 10_000_000;
const SHOWN_ON_PAGE = 500;

export interface MailCatcher {
  readonly smtpUrl: string;
  readonly pageUrl: string;
  /** All caught messages, oldest first. */
  readMessages(): Promise<readonly CaughtMessage[]>;
  stop(): Promise<void>;
}

export interface MailCatcherOptions {
  readonly folder: string;
  readonly smtpPort: number;
  readonly pagePort: number;
}

/** A mail server that delivers nothing: it keeps what it gets and shows it, on loopback alone. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const store = new MailStore(options.folder);
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: LARGEST_MESSAGE,
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', callback);
      stream.once('end', () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error(`Message is larger than ${LARGEST_MESSAGE} bytes`), { responseCode: 552 }));
          return;
        }
        try {
          const { mailFrom, rcptTo } = session.envelope;
          const to = rcptTo.map((address) => address.address);
          const mail = store.add({ from: mailFrom === false ? '' : mailFrom.address, to }, Buffer.concat(chunks), new Date());
          callback(null, `kept as ${mail.id}`);
        } catch (error) {
          callback(Object.assign(new Error(`not kept: ${(error as Error).message}`), { responseCode: 452 }));
        }
      });
    },
  });
  // A client that goes away in mid-sentence is its own problem.
  smtp.on('error', () => undefined);
  const page = createServer((request, response) => void answer(store, request, response));
  await listen((port, host, done) => smtp.listen(port, host, done), smtp.server, options.smtpPort);
  try {
    await listen((port, host, done) => page.listen(port, host, done), page, options.pagePort);
  } catch (error) {
    smtp.close();
    throw error;
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${options.smtpPort}`,
    pageUrl: `http://127.0.0.1:${options.pagePort}`,
    readMessages: () => store.messages(),
    stop: async () => {
      page.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => page.close(() => resolve())),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ]);
    },
  };
}

type Listen = (port: number, host: string, done: () => void) => unknown;

function listen(start: Listen, server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    start(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function answer(store: MailStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, type: string, body: string | Buffer) => {
    response.writeHead(status, {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:",
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const html = (body: string) => send(200, 'text/html; charset=utf-8', body);
  const json = (status: number, body: unknown) =>
    send(status, 'application/json; charset=utf-8', `${JSON.stringify(body, null, 2)}\n`);
  // A page of another site that has pointed its name at loopback must not read mail.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    return json(403, { error: 'ask as 127.0.0.1' });
  if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { error: 'read only' });
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  try {
    if (path === '/') {
      const newest = await Promise.all(store.list.slice(-SHOWN_ON_PAGE).map((mail) => store.message(mail.id)));
      return html(listPage(newest.filter((mail) => mail !== null), store.list.length)); // prettier-ignore
    }
    if (path === '/messages.json') return json(200, (await store.messages()).map(summary));
    const [, id, form] = /^\/messages\/(\d+)(\.html|\.eml|\.json)?$/.exec(path) ?? [];
    const mail = id === undefined ? null : await store.message(Number(id));
    if (mail === null) return json(404, { error: `nothing at ${path}` });
    if (form === '.html') return html(messagePage(mail));
    if (form === '.eml') return send(200, 'text/plain; charset=utf-8', readFileSync(join(store.folder, mail.file)));
    return json(200, mail);
  } catch (error) {
    return json(500, { error: (error as Error).message });
  }
}
