import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatewayOver } from '../../apps/shared/orders/temporal-gateway.js';
import type { OrderAnswer } from '../../workflows/durable/run-orders.js';
import type { PerformInput } from '../../workflows/durable/activities.js';
import type { PlaybookRunInput } from '../../workflows/durable/playbook-run-input.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PushedRunEvent, RunInput, RunOrder, RunState, TraceEntry } from '../../workflows/model/run.js';
import { initialState } from '../../workflows/run/initial-state.js';
import { simulateRun } from '../../workflows/simulate/simulate-run.js';
import { emptyContext as empty } from '../support/empty-context.js';
import { DurableRunner, traceOf, works, type DurableRun, type DurableScript } from '../support/durable-runner.js';
import { comparing } from '../support/plan-builder.js';
import { bundleOnce } from '../support/bundle-once.js';
import {
  ask,
  check,
  DAY,
  email,
  exitWhen,
  inApp,
  plan,
  runInput,
  START,
  task,
  wait,
  waitForCondition,
} from '../support/run-builder.js';

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

interface Begun {
  readonly script?: Partial<DurableScript>;
  readonly run?: Partial<RunInput>;
  readonly dayMs?: number;
  readonly rest?: Partial<PlaybookRunInput>;
}
const begin = (name: string, book: Plan, { script, run, dayMs = 400, rest }: Begun = {}): Promise<DurableRun> =>
  host().begin(book, runInput({ runId: name, engineVersion: 2, ...run }), { context: empty, ...script }, dayMs, rest);

const logins = comparing('logins', '>=', 100);
const recovered = exitWhen('recovered', logins);
const left = (id: string, exit = 'recovered', at = START + 1): PushedRunEvent => ({ type: 'exit_met', at, id, exit, facts: [] });
const ordered = { at: START + 1, by: 'member-1', reason: 'it has to be' } as const;
const ignored = (trace: readonly TraceEntry[]): { event: string; reason: string }[] =>
  trace.flatMap((entry) => (entry.type === 'event_ignored' ? [{ event: entry.event, reason: entry.reason }] : []));
const eventTypes = async (run: DurableRun): Promise<string[]> =>
  ((await run.handle.fetchHistory()).events ?? []).map((event) =>
    event.timerStartedEventAttributes ? 'TIMER_STARTED' : String(event.eventType),
  );

/** The reason of an order that was refused. */
async function refusal(ordering: Promise<unknown>): Promise<string> {
  const error = await ordering.then(
    (answer) => new Error(`was taken: ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowUpdateFailedError)) throw error;
  return String(error.cause?.message);
}

describe('what a run is given', () => {
  test('a plan of another format ends as failed, on record, and nothing is carried out', async () => {
    const run = await begin('odd-format', { ...plan([email('a')]), format: 99 as 1 });
    const { result, trace } = await host().end(run);
    expect(result).toBe('failed');
    expect(ignored(trace)[0]?.reason).toContain('plan format 99');
    expect(run.recorded.performed).toEqual([]);
  });

  const corrupt: readonly (readonly [string, unknown])[] = [
    ['no object', 'state'],
    ['null', null],
    ['without its timers', { ...initialState(runInput({ engineVersion: 2 })), timers: undefined }],
    [
      'with a step that the plan does not have',
      { ...initialState(runInput({ engineVersion: 2 })), active: { gone: { key: 'gone#1', startedAt: START } } },
    ],
    [
      'with a timer that is no time',
      { ...initialState(runInput({ engineVersion: 2 })), timers: { 'wait:a#1': 'soon' }, traceSeq: 7 },
    ],
  ];
  test.each(corrupt)('a state that is corrupt (%s) ends as failed, with the reason on record', async (name, state) => {
    const run = await begin(`corrupt:${name}`, plan([email('a')]), { rest: { state: state as RunState, waiting: [] } });
    const { result, trace } = await host().end(run);
    expect(result).toBe('failed');
    expect(trace).toMatchObject([
      { type: 'event_ignored', event: 'continued' },
      { type: 'run_finished', result: 'failed' },
    ]);
    expect(ignored(trace)[0]?.reason).toMatch(/state|step gone/);
    expect(run.recorded.calls.map(({ status }) => status)).toEqual(['finished']);
  });

  test('a playbook of 300 steps is carried out to its end, over several histories, as the simulator has it', async () => {
    const kinds = [email, inApp, (id: string) => wait(id, '1d'), (id: string) => check(id, logins)];
    const long = plan(Array.from({ length: 300 }, (_, index) => kinds[index % kinds.length]!(`s${index}`)));
    const run = await begin('three-hundred', long, { dayMs: 10 });
    const { result, trace } = await host().end(run);
    const input = runInput({ runId: 'three-hundred', engineVersion: 2 });
    expect(result).toBe('completed');
    expect(trace).toEqual(simulateRun(long, { run: input, context: empty, timeline: [] }).trace);
  }, 120_000);

  test('a condition that is unknown for ever is waited for as long as the playbook says, and no longer', async () => {
    const run = await begin(
      'unknown-for-ever',
      plan([waitForCondition('seats', logins, '3d'), check('usage', logins, { every: '1d', upTo: '3d' })]),
    );
    const { result, trace } = await host().end(run);
    expect(result).toBe('completed');
    expect(trace.filter(({ type }) => type === 'step_settled')).toMatchObject([
      { step: 'seats', status: 'expired', outcome: 'ran_out', at: START + 3 * DAY },
      { step: 'usage', outcome: 'unknown', at: START + 6 * DAY },
    ]);
  });

  test('a channel that fails for ever is given up after its limit, with a task for a person, and the run goes on', async () => {
    const settle = (input: PerformInput) => {
      if (input.step === 'a') throw new Error('connection refused');
      return { settlement: works('in_app'), settledAt: input.at };
    };
    const run = await begin('fails-for-ever', plan([email('a'), inApp('b')]), {
      script: { settle },
      rest: { limits: { perform: 2_500 } },
    });
    const { result, trace } = await host().end(run);
    expect(result).toBe('completed');
    expect(trace.filter(({ type }) => type === 'step_settled')).toMatchObject([
      { step: 'a', status: 'failed', reason: 'gave_up_after_2.5s' },
      { step: 'b', status: 'done' },
    ]);
    expect(run.recorded.performed.filter(({ step }) => step === 'a').length).toBeGreaterThan(1);
    expect(run.recorded.calls.flatMap(({ tasks }) => tasks)).toMatchObject([{ type: 'open_fallback', step: 'a' }]);
  }, 30_000);
});

describe('what a run is told', () => {
  test('a signal it does not know, or one without an event, is put on record and changes nothing', async () => {
    const run = await begin('strange', plan([wait('pause', '2d')]));
    await run.handle.signal('somethingElse', { deep: [1, 2, 3] });
    for (const garbage of [
      null,
      undefined,
      42,
      'text',
      [],
      {},
      { type: 'exit_met' },
      { type: 'exit_met', id: 'x', at: 'now' },
      { type: 7, id: 'x', at: 1 },
    ]) {
      await run.handle.signal('runEvent', garbage);
    }
    await run.handle.signal('runEvent');
    const { result, trace } = await host().end(run);
    expect(result).toBe('completed');
    expect(ignored(trace).map(({ reason }) => reason)).toEqual([
      'signal somethingElse is not known here',
      ...Array.from({ length: 10 }, () => 'signal runEvent with something else than an event is not known here'),
    ]);
  });

  test('an event of a type it does not know, and one whose members are corrupt, are put on record and change nothing', async () => {
    const run = await begin('odd-events', plan([task('call'), wait('pause', '2d')]));
    const events = [
      { type: 'moon_landing', at: START, id: '1' },
      { type: 'task_closed', at: START, id: '2', key: 42, outcome: 'reached', by: 'x' },
      { type: 'task_closed', at: START, id: '3' },
      { type: 'exit_met', at: START, id: '4', exit: { no: 'string' } },
      { type: 'answered', at: START, id: '5', key: 'call#1', answer: null, by: 7 },
      { type: 'migrate', at: START, id: '6', by: 'x', reason: '', plan: null },
      { type: 'step_settled', at: START, id: '7', key: 'call#1', settlement: { status: 'done', outcome: 'forged' } },
      { type: '__proto__', at: START, id: '8' },
      { type: 'condition_met', at: START, id: '9', key: 'constructor#1', facts: [] },
    ];
    for (const event of events) await run.handle.signal('runEvent', event);
    await run.handle.signal('runEvent', {
      type: 'task_closed',
      at: START + DAY,
      id: 'close',
      key: 'call#1',
      outcome: 'reached',
      by: 'csm-1',
    });
    const { result, trace } = await host().end(run);
    expect(result).toBe('completed');
    expect(ignored(trace)).toHaveLength(events.length);
    expect(trace.filter(({ type }) => type === 'step_settled')).toMatchObject([
      { step: 'call', outcome: 'reached' },
      { step: 'pause', status: 'done' },
    ]);
  });

  test('ten thousand signals that come at once are all put on record, and the run and its neighbours go on', async () => {
    const run = await begin('storm', plan([wait('pause', '30d')], { exits: [recovered] }), { dayMs: 60_000 });
    await sleep(300);
    // The worst case: nobody takes them while they come, and then all of them are there in one go.
    await host().stopWorker();
    const ids = Array.from({ length: 9_950 }, (_, index) => `unknown-${index}`);
    for (let sent = 0; sent < ids.length; sent += 200) {
      await Promise.all(ids.slice(sent, sent + 200).map((id) => run.handle.signal('runEvent', left(id, 'unknown'))));
    }
    await host()
      .client.workflow.getHandle('storm')
      .signal('runEvent', left('last', 'recovered', START + DAY));
    await host().startWorker(await bundleOnce());
    const neighbour = await begin('neighbour', plan([email('a'), wait('b', '1d'), email('c')]));
    const result: unknown = await host().client.workflow.getHandle('storm').result();
    const trace = traceOf(run.recorded);
    expect(result).toBe('success');
    expect(ignored(trace)).toHaveLength(ids.length);
    expect(trace.map(({ seq }) => seq)).toEqual(trace.map((_, index) => index + 1));
    expect((await host().end(neighbour)).result).toBe('completed');
  }, 180_000);
});

/** As the product gives orders: one that the server dropped is sent again under its id. */
const give = (run: DurableRun, order: RunOrder): Promise<OrderAnswer> =>
  gatewayOver(host().client, host().server.address).give(run.handle.workflowId, order);

describe('orders', () => {
  test('one that cannot be carried out is refused with the reason, and leaves no trace in history or record', async () => {
    const run = await begin('refused', plan([wait('pause', '3d')]), { dayMs: 2_000 });
    while (!(await eventTypes(run)).includes('TIMER_STARTED')) await sleep(50);
    const before = await eventTypes(run);
    expect(await refusal(host().order(run, { ...ordered, id: '1', type: 'resume' }))).toBe('the run is not paused');
    expect(await refusal(host().order(run, { ...ordered, id: '2', type: 'skip_step', step: 'nowhere' }))).toContain(
      'no step nowhere',
    );
    expect(await refusal(run.handle.executeUpdate('pause', { args: [{ type: 'pause' }] }))).toContain('no order to pause');
    expect(await refusal(run.handle.executeUpdate('pause', { args: [null] }))).toContain('no order to pause');
    expect(
      await refusal(run.handle.executeUpdate('cancel', { args: [{ ...ordered, id: '3', type: 'pause', resumeAt: null }] })),
    ).toContain('no order to cancel');
    expect(
      await refusal(
        run.handle.executeUpdate('migrate', { args: [{ ...ordered, id: '4', type: 'migrate', plan: { version: 2 } }] }),
      ),
    ).toContain('no order to migrate');
    expect(await refusal(run.handle.executeUpdate('launch', { args: [1] }))).toContain('launch');
    expect(await eventTypes(run)).toEqual(before);
    expect(ignored((await host().end(run)).trace)).toEqual([]);
  }, 30_000);

  test('one that is taken says so, once the run has taken it; the same one again has one effect', async () => {
    const run = await begin('taken', plan([wait('pause', '3d')]));
    const pause = { ...ordered, id: 'p', type: 'pause', resumeAt: START + 2 * DAY } as const;
    expect(await host().order(run, pause)).toEqual({ taken: true });
    expect(await host().order(run, pause)).toEqual({ taken: true });
    const view = await host().view(run);
    expect(view.state.paused).toMatchObject({ by: 'member-1', reason: 'it has to be' });
    expect(view.plan).toEqual({ playbook: 'test_playbook', version: 1, contentHash: 'hash' });
    const { trace } = await host().end(run);
    expect(trace.filter(({ type }) => type === 'run_paused')).toHaveLength(1);
    expect(run.recorded.calls.map(({ status }) => status)).toContain('paused');
  });

  test('one that something earlier made moot is answered with the reason', async () => {
    const run = await begin('moot', plan([wait('pause', '30d')], { exits: [recovered] }), { dayMs: 60_000 });
    await sleep(200);
    await host().stopWorker();
    // Both wait on the server; the exit comes first, in business time.
    await run.handle.signal('runEvent', left('exit', 'recovered', START + 1));
    const asking = host().order(run, { ...ordered, at: START + 2, id: 'late', type: 'pause', resumeAt: null });
    await sleep(300);
    await host().startWorker(await bundleOnce());
    const answer = await asking.catch((error: unknown) => error);
    expect(answer).toMatchObject({ taken: false, reason: 'the run is finished' });
    expect((await host().end(run)).result).toBe('success');
  }, 30_000);

  test('one about a run that is over is refused by the server', async () => {
    const run = await begin('over', plan([email('a')]));
    await host().end(run);
    const late = host().order(run, { ...ordered, id: 'late', type: 'cancel' });
    await expect(late).rejects.toThrow(/already completed/);
  });

  test('one that comes while a fresh history begins is neither lost nor taken twice', async () => {
    const rest = { limits: { history: 40 } };
    const run = await begin('during-continue', plan([task('call', { expires: '300d' })]), { dayMs: 60_000, rest });
    const handle = host().client.workflow.getHandle('during-continue');
    const answers: unknown[] = [];
    for (let round = 0; round < 12; round += 1) {
      const at = START + round * 1_000;
      const signals = Array.from({ length: 6 }, (_, index) =>
        handle.signal('runEvent', left(`${round}:${index}`, 'unknown', at)),
      );
      const pause = { ...ordered, at, id: `p${round}`, type: 'pause', resumeAt: null } as const;
      const [answer] = await Promise.all([give(run, pause), ...signals]);
      answers.push(answer, await give(run, { ...ordered, at, id: `r${round}`, type: 'resume' }));
    }
    expect(answers).toEqual(answers.map(() => ({ taken: true })));
    expect(await give(run, { ...ordered, id: 'c', type: 'cancel' })).toEqual({ taken: true });
    expect(await handle.result()).toBe('cancelled');
    const trace = traceOf(run.recorded);
    expect(trace.filter(({ type }) => type === 'run_paused')).toHaveLength(12);
    expect(trace.filter(({ type }) => type === 'run_resumed')).toHaveLength(12);
    expect(ignored(trace)).toHaveLength(72);
    expect(trace.map(({ seq }) => seq)).toEqual(trace.map((_, index) => index + 1));
    expect((await handle.describe()).runId).not.toBe(run.handle.firstExecutionRunId);
  }, 60_000);

  test('cancelling from Temporal itself is an order like any other: what is open is closed', async () => {
    const run = await begin('cancelled', plan([task('call'), ask('agree')]));
    await sleep(200);
    await run.handle.cancel();
    const { result, trace } = await host().end(run);
    expect(result).toBe('cancelled');
    expect(trace.at(-1)).toMatchObject({ type: 'run_finished', result: 'cancelled' });
    expect(run.recorded.calls.flatMap(({ tasks }) => tasks.map(({ type }) => type))).toEqual(['close_task', 'recall_messages']);
  });
});

describe('a bug in the interpreter', () => {
  test('stops only the run that meets it, and a repaired worker cures that one', async () => {
    const { code } = await bundleOnce();
    const broken = code.replace(
      /function transition\((\w+), (\w+), (\w+)\) \{/,
      (found, book: string) => `${found} if (${book}.goal === 'Meet a bug') throw new Error('a bug in the interpreter');`,
    );
    expect(broken).not.toBe(code);
    await host().stopWorker();
    await host().startWorker({ code: broken });
    const stuck = await begin('bug', plan([email('a'), wait('b', '1d')], { goal: 'Meet a bug' }));
    const other = await begin('no-bug', plan([email('a'), wait('b', '1d'), email('c')]));
    expect((await host().end(other)).result).toBe('completed');
    expect((await stuck.handle.describe()).status.name).toBe('RUNNING');
    expect([traceOf(stuck.recorded), stuck.recorded.performed]).toEqual([[], []]);
    const failure = (await stuck.handle.fetchHistory()).events?.find(({ workflowTaskFailedEventAttributes: failed }) => failed);
    expect(failure?.workflowTaskFailedEventAttributes?.failure?.message).toBe('a bug in the interpreter');
    await host().stopWorker();
    await host().startWorker({ code });
    const { result, trace } = await host().end(stuck);
    expect(result).toBe('completed');
    expect(trace).toEqual(
      simulateRun(plan([email('a'), wait('b', '1d')], { goal: 'Meet a bug' }), {
        run: runInput({ runId: 'bug', engineVersion: 2 }),
        context: empty,
        timeline: [],
      }).trace,
    );
  }, 90_000);
});
