import { describe, expect, test } from '@jest/globals';
import { composeMail } from './compose-mail.js';
import type { Letter } from './compose-mail.js';

const letter: Letter = {
  from: { name: 'Customer Success', address: 'success@example.com' },
  to: { name: 'Li Na', address: 'lina@customer.example' },
  cc: null,
  subject: 'Your seats',
  text: 'Hello',
  html: '<p>Hello</p>',
  messageId: '0123456789abcdef0123456789abcdef@sopwith',
  runId: 'pb:rescue:acme:check#1',
  date: new Date('2026-03-02T08:00:00Z'),
};

async function compose(change: Partial<Letter> = {}): Promise<string> {
  return (await composeMail({ ...letter, ...change })).toString('utf8');
}

describe('a composed e-mail', () => {
  test('carries its own message id, its run, and says that a machine wrote it', async () => {
    const mail = await compose();
    expect(mail).toContain('Message-ID: <0123456789abcdef0123456789abcdef@sopwith>');
    expect(mail).toContain('X-Sopwith-Run: pb:rescue:acme:check#1');
    expect(mail).toContain('Auto-Submitted: auto-generated');
    expect(mail).toContain('multipart/alternative');
  });

  test('the same letter has the same headers whenever it is composed', async () => {
    const headers = (mail: string) => mail.split('\r\n\r\n')[0]?.replace(/boundary=.*/, '');
    expect(headers(await compose())).toBe(headers(await compose()));
  });

  test.each([
    ['subject', { subject: 'Hi\r\nBcc: evil@z.test' }],
    ['name', { to: { name: 'Eve\r\nBcc: evil@z.test', address: 'eve@customer.example' } }],
    ['run', { runId: 'pb:x\r\nBcc: evil@z.test' }],
  ])('a line break in the %s adds no header', async (_, change) => {
    const head = (await compose(change)).split('\r\n\r\n')[0] ?? '';
    expect(head).not.toMatch(/^Bcc:/im);
  });

  test('a text that looks like a file is only text', async () => {
    expect(await compose({ text: '{"path":"/etc/passwd"}', html: null })).toContain('/etc/passwd');
  });
});
