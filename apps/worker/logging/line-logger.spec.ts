import { describe, expect, test } from '@jest/globals';
import { LineLogger, errorText } from './line-logger.js';

function lines(level: 'log' | 'warn', write: (logger: LineLogger) => void): Record<string, unknown>[] {
  const written: string[] = [];
  write(new LineLogger(level, (line) => written.push(line)));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('log lines', () => {
  test('one JSON object per line, also when the message has line breaks', () => {
    const written: string[] = [];
    new LineLogger('log', (line) => written.push(line)).warn('a\nb', { run: 'r1' }, 'relay');
    expect(written).toHaveLength(1);
    expect(written[0]?.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 'warn', message: 'a\nb', run: 'r1', context: 'relay' });
  });

  test('what is below the level is left out', () => {
    expect(lines('warn', (logger) => logger.log('quiet'))).toEqual([]);
    expect(lines('log', (logger) => logger.log('heard'))).toMatchObject([{ level: 'info', message: 'heard' }]);
  });

  test('an error that keeps its text elsewhere is still said', () => {
    expect(errorText(new AggregateError([new Error('refused 1'), new Error('refused 2')], ''))).toBe('refused 1; refused 2');
    expect(errorText(new Error('no answer', { cause: new Error('timeout') }))).toBe('no answer (timeout)');
  });
});
