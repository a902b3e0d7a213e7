import { describe, expect, test } from '@jest/globals';
import type { TraceEntry } from '../../model/run.js';
import { compareTraces } from './compare-traces.js';

const started: TraceEntry = { seq: 0, at: 10, type: 'run_started', arm: 'treatment' };
const fired = (at: number, timer = 'wait:a#1'): TraceEntry => ({ seq: 1, at, type: 'timer_fired', timer });
const host = (run: string, ...trace: TraceEntry[]) => ({ run, trace });

describe('two hosts side by side', () => {
  test('equal records are equal, whatever the order of their keys and runs', () => {
    const turned = { arm: 'treatment', type: 'run_started', at: 10, seq: 0 } as const;
    const compared = compareTraces([host('a', started), host('b', started)], [host('b', turned), host('a', turned)], 100);
    expect(compared).toEqual({ runs: 2, equal: 2, different: [] });
  });

  test('the first line that differs is told, and a line that one of them does not have is one', () => {
    const compared = compareTraces([host('a', started, fired(20))], [host('a', started, fired(21))], 100);
    expect(compared.different).toEqual([{ run: 'a', line: 1, backtest: fired(20), durable: fired(21) }]);
    expect(compareTraces([host('a', started, fired(20))], [host('a', started)], 100).different).toMatchObject([
      { line: 1, durable: null },
    ]);
  });

  test('a run that only one host has differs', () => {
    expect(compareTraces([host('a', started)], [], 100)).toMatchObject({ runs: 1, equal: 0, different: [{ run: 'a', line: 0 }] });
  });

  test('what lies after the last instant is not compared', () => {
    expect(compareTraces([host('a', started)], [host('a', started, fired(101))], 100).equal).toBe(1);
  });
});
