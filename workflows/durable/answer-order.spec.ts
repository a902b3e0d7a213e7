import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../model/run.js';
import { AnswerOrder } from './answer-order.js';

const settled = (key: string, at = 0): RunEvent => ({
  type: 'step_settled',
  at,
  key,
  settlement: { status: 'done', outcome: null },
});
const evaluated = (request: string): RunEvent => ({ type: 'evaluated', at: 0, request, results: [] });
const closed: RunEvent = { type: 'task_closed', at: 0, id: 'close', key: 'a#1', outcome: 'reached', by: 'csm-1' };

describe('answers to what a run asked', () => {
  test('wait in the order in which it asked, whoever was quicker', () => {
    const order = new AnswerOrder();
    const [mail, question, post] = [order.next(), order.next(), order.next()];
    const waiting: RunEvent[] = [closed];
    const answers = [evaluated('b?2'), settled('c#3'), settled('a#1')] as const;
    order.insert(waiting, answers[0], question);
    order.insert(waiting, answers[1], post);
    order.insert(waiting, answers[2], mail);
    expect(waiting).toEqual([closed, answers[2], answers[0], answers[1]]);
    expect(waiting.map((event) => order.numberOf(event))).toEqual([Infinity, mail, question, post]);
  });

  test('come before any question when they were carried over from another history, and the start before everything', () => {
    const order = new AnswerOrder();
    expect(order.numberOf(settled('a#1'))).toBe(0);
    expect(order.numberOf({ type: 'started', at: 0, arm: 'treatment' })).toBe(0);
    expect(order.numberOf({ type: 'timer_fired', at: 0, timer: 'wait:a#1' })).toBe(Infinity);
  });

  test('of an abandoned step are taken back; others stay', () => {
    const order = new AnswerOrder();
    const waiting = [settled('a#1'), closed, settled('b#2')];
    order.drop(waiting, 'a#1');
    order.drop(waiting, 'unknown#9');
    expect(waiting).toEqual([closed, settled('b#2')]);
  });
});
