import { describe, expect, test } from '@jest/globals';
import { EnvironmentError, readEnvironment } from './environment.js';

describe('environment', () => {
  test('nothing set means loopback, the local folder and no outside services', () => {
    const read = readEnvironment({});
    expect(read).toMatchObject({
      host: '127.0.0.1',
      port: 3400,
      portGiven: false,
      home: '.sopwith',
      databaseUrl: null,
      smtpUrl: null,
    });
  });

  test('an empty variable is an unset one', () => {
    expect(readEnvironment({ DATABASE_URL: '', PORT: ' ', SOPWITH_SWEEP_MS: '' })).toEqual(readEnvironment({}));
  });

  test('every wrong value is named at once, with what is expected', () => {
    const wrong = { PORT: 'eighty', TEMPORAL_ADDRESS: 'http://temporal:7233', SOPWITH_SWEEP_MS: '1', LOG_LEVEL: 'loud' };
    const attempt = () => readEnvironment(wrong);
    expect(attempt).toThrow(EnvironmentError);
    try {
      attempt();
    } catch (error) {
      const { problems } = error as EnvironmentError;
      expect(problems).toHaveLength(4);
      expect(problems[0]).toBe(
        'TEMPORAL_ADDRESS="http://temporal:7233" cannot be used: expected host:port of a Temporal frontend, e.g. 127.0.0.1:7233',
      );
      expect(problems.join()).toContain('PORT="eighty" cannot be used');
    }
  });

  test('a password is never repeated in a message', () => {
    expect(() => readEnvironment({ DATABASE_URL: 'mysql://app:hunter2@db/app' })).toThrow(/mysql:\/\/app:\*\*\*@db/);
    expect(() => readEnvironment({ DATABASE_URL: 'mysql://app:hunter2@db/app' })).not.toThrow(/hunter2/);
  });

  test.each([
    ['PORT', ['0', '65535'], ['65536', '-1', '1.5', '0x10', '1e3']],
    ['SOPWITH_SWEEP_UNTIL', ['2026-03-02T00:00:00Z', '2026-03-02T08:00+08:00'], ['2026-03-02', '2026-02-30T00:00:00Z', 'soon']],
    ['LOG_LEVEL', ['debug'], ['Debug', 'info']],
    ['TEMPORAL_ADDRESS', ['127.0.0.1:7233', '[::1]:7233'], ['127.0.0.1', 'a:b']],
    ['MAIL_FROM', ['Success <s@x.example>', 's@x.example'], ['nobody', 'a@b\nBcc: c@d']],
    ['SOPWITH_RELAY_MS', ['10'], ['9', '3600001']],
  ])('%s takes %j and refuses %j', (name, right, wrong) => {
    for (const value of right) expect(() => readEnvironment({ [name]: value })).not.toThrow();
    for (const value of wrong) expect(() => readEnvironment({ [name]: value })).toThrow(name);
  });

  test('an instant is read in its own zone', () => {
    expect(readEnvironment({ SOPWITH_SWEEP_UNTIL: '2026-03-02T08:00:00+08:00' }).sweepUntil).toBe(Date.UTC(2026, 2, 2));
  });
});
