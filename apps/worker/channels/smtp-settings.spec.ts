import { describe, expect, test } from '@jest/globals';
import { SmtpAddressError, smtpSettings } from './smtp-settings.js';

describe('the address of a mail server', () => {
  test('smtp means port 587 and smtps port 465 unless one is given', () => {
    expect(smtpSettings('smtp://mail.example.com')).toMatchObject({
      host: 'mail.example.com',
      port: 587,
      secure: false,
      auth: null,
    });
    expect(smtpSettings('smtps://mail.example.com')).toMatchObject({ port: 465, secure: true });
    expect(smtpSettings('smtp://127.0.0.1:2525')).toMatchObject({ host: '127.0.0.1', port: 2525 });
    expect(smtpSettings('smtp://[::1]:2525')).toMatchObject({ host: '::1' });
  });

  test('user and password are unescaped, and STARTTLS can be demanded', () => {
    expect(smtpSettings('smtp://me%40x:p%2Fw@mail.example.com?requireTLS=true')).toMatchObject({
      auth: { user: 'me@x', pass: 'p/w' },
      requireTLS: true,
    });
  });

  test.each(['mail.example.com', 'http://mail.example.com', 'smtp://'])('%s is refused with what to write', (address) => {
    expect(() => smtpSettings(address)).toThrow(SmtpAddressError);
    expect(() => smtpSettings(address)).toThrow(/smtp:\/\/host:port/);
  });

  test('a refusal never repeats the password', () => {
    expect(() => smtpSettings('http://me:secret@mail.example.com')).not.toThrow(/secret/);
  });
});
