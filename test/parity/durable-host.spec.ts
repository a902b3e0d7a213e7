import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PerformInput } from '../../workflows/durable/activities.js';
import type { PushedRunEvent } from '../../workflows/model/run.js';
import { toBusinessTime } from '../../workflows/model/time.js';
import { initialState } from '../../workflows/run/initial-state.js';
import { simulateRun } from '../../workflows/simulate/simulate-run.js';
import { emptyContext as empty } from '../support/empty-context.js';
import { bundleOnce } from '../support/bundle-once.js';
import { DurableRunner, traceOf, works } from '../support/durable-runner.js';
import { comparing } from '../support/plan-builder.js';
import { DAY, email, exitAfter, exitWhen, plan, runInput, START, task, wait } from '../support/run-builder.js';

const closed = (at: number, key: string, id = `close:${key}`): PushedRunEvent => ({
  type: 'task_closed',
  at,
  id,
  key,
  outcome: 'reached',
  by: 'csm-1',
});
const left = (at: number, id = 'exit'): PushedRunEvent => ({ type: 'exit_met', at, id, exit: 'recovered', facts: [] });
const sent = (input: PerformInput) => ({ settlement: works('email'), settledAt: input.at });
const recovered = exitWhen('recovered', comparing('logins', '>=', 100));

let runner: DurableRunner | undefined;
const host = (): DurableRunner => {
  if (!runner) throw new Error('the durable host did not start');
  return runner;
};
beforeAll(async () => {
  runner = await DurableRunner.start();
}, 60_000);
afterAll(async () => {
  await runner?.stop();
}, 60_000);

describe('the durable host', () => {
  test('a long run goes on in a fresh history, and its record has no seam', async () => {
    // An e-mail is 7 events of history: this is more than one history may hold.
    const long = plan([task('call', { expires: '400d' }), ...Array.from({ length: 240 }, (_, index) => email(`e${index}`))]);
    const input = runInput({ runId: 'continue-as-new' });
    const run = await host().begin(long, input, { context: empty }, 60_000);
    await host().push(run, [closed(START + 1, 'call#1')]);
    const result = await host().client.workflow.getHandle(input.runId).result();
    const timeline = [{ at: START + 1, type: 'close' as const, step: 'call', outcome: 'reached', by: 'csm-1' }];
    expect(result).toBe('completed');
    expect(traceOf(run.recorded)).toEqual(simulateRun(long, { run: input, context: empty, timeline }).trace);
    const last = await host().client.workflow.getHandle(input.runId).describe();
    expect(last.runId).not.toBe(run.handle.firstExecutionRunId);
    expect(last.historyLength).toBeLessThan(1_000);
  }, 120_000);

  test('a storm of signals loses none', async () => {
    const book = plan([wait('pause', '30d')], { exits: [recovered] });
    const run = await host().begin(book, runInput({ runId: 'storm' }), { context: empty }, 60_000);
    const ids = Array.from({ length: 300 }, (_, index) => `unknown-${index}`);
    await Promise.all(ids.map((id) => run.handle.signal('runEvent', { ...left(START + 1, id), exit: 'unknown' })));
    await run.handle.signal('runEvent', left(START + DAY));
    const { result, trace } = await host().end(run);
    expect(result).toBe('success');
    expect(trace.filter(({ type }) => type === 'event_ignored')).toHaveLength(ids.length);
    expect(trace.map(({ seq }) => seq)).toEqual(trace.map((_, index) => index + 1));
  }, 60_000);

  test('a worker that goes away in the middle loses nothing', async () => {
    const waits = plan([email('a'), wait('one', '10d'), task('call'), wait('two', '10d'), email('b')]);
    const input = runInput({ runId: 'worker-gone' });
    const run = await host().begin(waits, input, { context: empty }, 100);
    await sleep(300);
    await host().stopWorker();
    // Meanwhile a timer rings and a person is quick: both wait on the server.
    await sleep(1_200);
    await host().startWorker(await bundleOnce());
    await host().push(run, [closed(START + 14 * DAY, 'call#3')]);
    const { trace } = await host().end(run);
    const timeline = [{ at: START + 14 * DAY, type: 'close' as const, step: 'call', outcome: 'reached', by: 'csm-1' }];
    expect(trace).toEqual(simulateRun(waits, { run: input, context: empty, timeline }).trace);
    expect(run.recorded.performed.map(({ key }) => key)).toEqual(['a#1', 'call#3', 'b#5']);
  }, 60_000);

  test('a record that cannot be written is written later, and the run waits for it', async () => {
    const run = await host().begin(
      plan([email('a')]),
      runInput({ runId: 'record-away' }),
      { context: empty, recordFailures: 3 },
      1_000,
    );
    const { result, trace } = await host().end(run);
    expect(result).toBe('completed');
    expect(trace.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  }, 60_000);

  test('the record is one call per pause of the run, carrying its status', async () => {
    const run = await host().begin(
      plan([wait('a', '1d'), wait('b', '1d')]),
      runInput({ runId: 'flushes' }),
      { context: empty },
      400,
    );
    await host().end(run);
    expect(run.recorded.calls.map(({ status, result }) => [status, result])).toEqual([
      ['running', null],
      ['running', null],
      ['finished', 'completed'],
    ]);
  });

  test('the same signal twice has one effect', async () => {
    const run = await host().begin(plan([task('call'), wait('a', '1d')]), runInput({ runId: 'twice' }), { context: empty }, 500);
    const event = closed(START + DAY / 2, 'call#1');
    await host().push(run, [event, event]);
    const { trace } = await host().end(run);
    expect(trace.filter(({ type }) => type === 'event_ignored')).toMatchObject([
      { event: 'task_closed call#1', reason: 'event close:call#1 was honoured before' },
    ]);
  });

  test('an attempt that fails is tried again under the same key', async () => {
    const settle = (input: PerformInput, attempt: number) => {
      if (attempt === 1) throw new Error('connection reset');
      return sent(input);
    };
    const run = await host().begin(plan([email('a')]), runInput({ runId: 'retried' }), { context: empty, settle }, 1_000);
    const { trace } = await host().end(run);
    expect(run.recorded.performed.map(({ key }) => key)).toEqual(['a#1', 'a#1']);
    expect(trace.find(({ type }) => type === 'step_settled')).toMatchObject({ status: 'done', outcome: 'sent', at: START });
  });

  test('a final refusal settles the step as failed with its reason, and the run goes on', async () => {
    const settle = (input: PerformInput) => {
      if (input.step === 'a') throw ApplicationFailure.nonRetryable('mailbox_unknown');
      return sent(input);
    };
    const run = await host().begin(
      plan([email('a'), email('b')]),
      runInput({ runId: 'refused' }),
      { context: empty, settle },
      1_000,
    );
    const { result, trace } = await host().end(run);
    expect(result).toBe('completed');
    expect(trace.filter(({ type }) => type === 'step_settled')).toMatchObject([
      { step: 'a', status: 'failed', reason: 'mailbox_unknown' },
      { step: 'b', status: 'done' },
    ]);
  });

  test('an exit does not wait for a mail server that hangs', async () => {
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (release = resolve));
    const settle = async (input: PerformInput) => {
      await hanging;
      return sent(input);
    };
    const stuck = plan([email('a'), email('b')], { exits: [recovered] });
    const run = await host().begin(stuck, runInput({ runId: 'hanging' }), { context: empty, settle }, 60_000);
    await sleep(200);
    const asked = Date.now();
    await run.handle.signal('runEvent', left(toBusinessTime(run.clock, Date.now())));
    const { result, trace } = await host().end(run);
    release();
    expect(Date.now() - asked).toBeLessThan(8_000);
    expect(result).toBe('success');
    expect(trace.filter(({ type }) => type === 'step_settled')).toMatchObject([{ step: 'a', status: 'cancelled' }]);
    expect(run.recorded.performed.map(({ step }) => step)).toEqual(['a']);
  }, 60_000);

  test('a channel is told when the run leaves by itself; a step it leaves undone for that ends with the exit', async () => {
    const exits = [exitAfter('later', '9d'), exitAfter('over', '3d')];
    const book = plan([wait('pause', '1d'), email('a'), email('b')], { exits });
    const settle = (input: PerformInput) => ({
      settlement: { status: 'leaving' as const, outcome: null },
      settledAt: input.at,
    });
    const run = await host().begin(book, runInput({ runId: 'leaves-by-itself' }), { context: empty, settle }, 500);
    const { result, trace } = await host().end(run);
    expect(run.recorded.performed).toMatchObject([{ step: 'a', at: START + DAY, leavesAt: START + 3 * DAY }]);
    expect(result).toBe('expired');
    expect(trace.filter(({ type }) => type === 'step_settled')).toMatchObject([
      { step: 'pause', status: 'done' },
      { step: 'a', status: 'cancelled', reason: 'exit:over', at: START + 3 * DAY },
    ]);
  }, 60_000);

  test('events are taken in business time, not in the order they come in', async () => {
    const run = await host().begin(
      plan([task('call'), wait('a', '30d')], { exits: [recovered] }),
      runInput({ runId: 'out-of-order' }),
      { context: empty },
      100,
    );
    await sleep(150);
    await host().stopWorker();
    await run.handle.signal('runEvent', left(START + 5 * DAY));
    await run.handle.signal('runEvent', closed(START + 3 * DAY, 'call#1'));
    await host().startWorker(await bundleOnce());
    const { trace } = await host().end(run);
    expect(trace.filter(({ type }) => type === 'step_settled')).toMatchObject([
      { step: 'call', outcome: 'reached', at: START + 3 * DAY },
      { step: 'a', status: 'cancelled', at: START + 5 * DAY },
    ]);
  }, 60_000);

  test('a plan of another format ends as failed, on record', async () => {
    const odd = { ...plan([email('a')]), format: 99 as 1 };
    const run = await host().begin(odd, runInput({ runId: 'odd-format' }), { context: empty }, 1_000);
    expect((await host().end(run)).result).toBe('failed');
    expect(run.recorded.performed).toEqual([]);
  });

  test('a worker that does not know the engine version of a live run leaves it alone', async () => {
    const input = runInput({ runId: 'newer-engine' });
    const state = { ...initialState(input), engineVersion: 99 as 1 };
    const run = await host().begin(plan([email('a')]), input, { context: empty }, 1_000, { state });
    await sleep(1_000);
    expect((await run.handle.describe()).status.name).toBe('RUNNING');
    expect([traceOf(run.recorded), run.recorded.performed]).toEqual([[], []]);
    await run.handle.terminate('test is over');
  });
});
