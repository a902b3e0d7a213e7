import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { deliverMail } from '../../apps/worker/channels/deliver-mail.js';
import type { Mail } from '../../apps/worker/channels/deliver-mail.js';
import { smtpSettings } from '../../apps/worker/channels/smtp-settings.js';
import { smtpSink } from '../support/smtp-sink.js';
import type { SmtpSink } from '../support/smtp-sink.js';

const mail: Mail = {
  from: 'success@vendor.example',
  to: ['reader@customer.example'],
  bytes: Buffer.from('Message-ID: <m1@sopwith>\r\nSubject: Hi\r\n\r\nHello\r\n'),
};

/** A server that speaks SMTP up to a line and then does what a broken one does. */
async function brokenServer(until: RegExp, then: (socket: Socket) => void): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    let body = false;
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        if (until.test(line)) return then(socket);
        if (body) continue;
        if (/^EHLO/.test(line)) socket.write('250 test\r\n');
        else if (/^DATA/.test(line)) {
          body = true;
          socket.write('354 go on\r\n');
        } else socket.write('250 fine\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('handing one message over', () => {
  let sink: SmtpSink;
  let released: number;
  const release = async (): Promise<boolean> => {
    released += 1;
    return true;
  };
  beforeAll(async () => {
    sink = await smtpSink();
  });
  afterAll(() => sink.stop());
  beforeEach(() => {
    released = 0;
    sink.received.length = 0;
    sink.behave({});
  });

  test('the gate opens once, before the first byte, and the message arrives', async () => {
    let atGate = -1;
    const delivery = await deliverMail(smtpSettings(sink.url), mail, async () => {
      atGate = sink.received.length;
      return true;
    });
    expect(delivery).toEqual({ status: 'accepted', refused: [] });
    expect(atGate).toBe(0);
    expect(sink.received.map(({ messageId }) => messageId)).toEqual(['m1@sopwith']);
  });

  test('a gate that stays shut releases nothing', async () => {
    expect(await deliverMail(smtpSettings(sink.url), mail, async () => false)).toEqual({ status: 'withheld' });
    expect(sink.received).toEqual([]);
  });

  test('a gate that cannot be committed releases nothing and is tried again', async () => {
    const failing = (): Promise<boolean> => Promise.reject(new Error('database away'));
    expect(await deliverMail(smtpSettings(sink.url), mail, failing)).toEqual({ status: 'retry', error: 'database away' });
    expect(sink.received).toEqual([]);
  });

  test('a server that is not there is tried again; the gate was never asked', async () => {
    const gone = await smtpSink();
    await gone.stop();
    expect(await deliverMail(smtpSettings(gone.url), mail, release)).toMatchObject({ status: 'retry' });
    expect(released).toBe(0);
  });

  test.each([
    [450, 'retry'],
    [550, 'rejected'],
  ])('a reader refused with %i: %s', async (code, status) => {
    sink.behave({ refuseReader: () => code });
    expect(await deliverMail(smtpSettings(sink.url), mail, release)).toMatchObject({ status });
    expect(released).toBe(0);
  });

  test.each([
    [451, 'retry'],
    [554, 'rejected'],
  ])('the message answered with %i: %s', async (code, status) => {
    sink.behave({ afterData: () => code });
    expect(await deliverMail(smtpSettings(sink.url), mail, release)).toMatchObject({ status });
    expect(released).toBe(1);
  });

  test('no answer after the bytes: nobody knows', async () => {
    sink.behave({ afterData: () => 'drop' });
    expect(await deliverMail(smtpSettings(sink.url), mail, release)).toMatchObject({ status: 'unknown' });
    expect(sink.received).toHaveLength(1);
  });

  test('a second reader who is refused does not keep the mail from the first', async () => {
    sink.behave({ refuseReader: (address) => (address.startsWith('second') ? 550 : null) });
    const both = { ...mail, to: [...mail.to, 'second@vendor.example'] };
    expect(await deliverMail(smtpSettings(sink.url), both, release)).toEqual({
      status: 'accepted',
      refused: ['second@vendor.example'],
    });
  });

  test.each([
    ['at the greeting', /^EHLO/, 'retry'],
    ['at the sender', /^MAIL/, 'retry'],
    ['at the reader', /^RCPT/, 'retry'],
    ['at DATA', /^DATA/, 'retry'],
    ['in the middle of the message', /^Subject/, 'unknown'],
    ['at the final dot', /^\.$/, 'unknown'],
  ])('a connection that breaks %s', async (_, until, status) => {
    const { url, server } = await brokenServer(until, (socket) => socket.destroy());
    try {
      expect(await deliverMail(smtpSettings(url), mail, release)).toMatchObject({ status });
    } finally {
      server.close();
    }
  });

  test('a connection that breaks while the gate is being committed waits for it and releases nothing', async () => {
    const sockets: Socket[] = [];
    const { url, server } = await brokenServer(/^NEVER/, () => undefined);
    server.on('connection', (socket: Socket) => sockets.push(socket));
    let committed = false;
    const slow = async (): Promise<boolean> => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 200));
      committed = true;
      return true;
    };
    try {
      expect(await deliverMail(smtpSettings(url), mail, slow)).toMatchObject({ status: 'retry' });
      expect(committed).toBe(true);
    } finally {
      server.close();
    }
  });

  test('a login that is refused is our own fault, not the reader’s', async () => {
    const { url, server } = await brokenServer(/^(AUTH|MAIL)/, (socket) => socket.write('535 no\r\n'));
    try {
      const withLogin = url.replace('smtp://', 'smtp://me:wrong@');
      expect(await deliverMail(smtpSettings(withLogin), mail, release)).toMatchObject({ status: 'retry' });
    } finally {
      server.close();
    }
  });
});
