import { describe, expect, test } from '@jest/globals';
import { isMailAddress } from '../../shared/is-mail-address.js';
import { displayName, parseSender } from './mail-address.js';

describe('mail addresses', () => {
  test.each(['a@example.com', 'first.last+tag@sub.example.co', "o'hara@example.com", '张伟@例子.中国'])(
    '%s is taken',
    (address) => {
      expect(isMailAddress(address)).toBe(true);
    },
  );

  test.each([
    '',
    'nobody',
    'a@b@c',
    'a b@example.com',
    'b@y.test\r\nBcc: evil@z.test',
    'group: a@example.com;',
    '<a@example.com>',
    'a@example.com, b@example.com',
    '"quoted"@example.com',
    'a..b@example.com',
    `${'a'.repeat(250)}@example.com`,
    null,
    undefined,
  ])('%p is refused: it could be read as structure, or is nobody', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });

  test('a display name keeps to one line', () => {
    expect(displayName('Eve\r\nBcc: evil@z.test')).toBe('Eve Bcc: evil@z.test');
    expect(displayName(null)).toBe('');
  });

  test('a sender is a name with one address, or an address', () => {
    expect(parseSender('Customer Success <success@example.com>')).toEqual({
      name: 'Customer Success',
      address: 'success@example.com',
    });
    expect(parseSender('success@example.com')).toEqual({ name: '', address: 'success@example.com' });
    expect(parseSender('"CS, Team" <success@example.com>')).toEqual({ name: 'CS, Team', address: 'success@example.com' });
    expect(parseSender('nobody')).toBeNull();
  });
});
