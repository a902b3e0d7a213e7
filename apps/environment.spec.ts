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
});
