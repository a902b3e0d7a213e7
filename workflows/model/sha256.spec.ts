import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sha256 } from './sha256.js';

describe('sha256', () => {
  test('gives the known answers of FIPS 180-4', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  test('agrees with node:crypto for every length around a block and for text outside ASCII', () => {
    for (let length = 0; length < 200; length += 1) {
      const text = 'x'.repeat(length) + (length % 3 === 0 ? '登录骤降😀' : '');
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
    expect(sha256('a\ud800b')).toBe(createHash('sha256').update('a\ud800b').digest('hex'));
  });
});
