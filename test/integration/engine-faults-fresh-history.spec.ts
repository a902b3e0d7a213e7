import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PerformInput, PerformResult } from '../../workflows/durable/activities.js';
import type { PlaybookRunInput } from '../../workflows/durable/playbook-run-input.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PerformVerb, PushedRunEvent, RunOrder, TraceEntry } from '../../workflows/model/run.js';
import { emptyContext as empty } from '../support/empty-context.js';
import { DurableRunner, traceOf, works, type DurableRun, type DurableScript } from '../support/durable-runner.js';
import { comparing } from '../support/plan-builder.js';
import { ask, check, email, exitWhen, inApp, parallel, plan, runInput, START, task, wait } from '../support/run-builder.js';

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

/** Histories as short as they can be: a fresh one begins every few events. */
const SHORT: Partial<PlaybookRunInput> = { limits: { history: 25 } };
const SLOW = 60_000;

interface Begun {
  readonly settle?: DurableScript['settle'];
  readonly dayMs?: number;
  readonly rest?: Partial<PlaybookRunInput>;
}
function begin(name: string, book: Plan, { settle, dayMs = SLOW, rest = SHORT }: Begun = {}): Promise<DurableRun> {
  const script = { context: empty, ...(settle ? { settle } : {}) };
  return host().begin(book, runInput({ runId: name, engineVersion: 2 }), script, dayMs, rest);
}

/** The run by its id: whichever history it is in. */
const handleOf = (name: string) => host().client.workflow.getHandle(name);

async function ended(name: string, run: DurableRun): Promise<{ result: unknown; trace: TraceEntry[]; continued: boolean }> {
  const result: unknown = await handleOf(name).result();
  const { runId } = await handleOf(name).describe();
  return { result, trace: traceOf(run.recorded), continued: runId !== run.handle.firstExecutionRunId };
}

const settled = (trace: readonly TraceEntry[]): unknown[] =>
  trace.flatMap((entry) => (entry.type === 'step_settled' ? [[entry.key, entry.status, entry.outcome]] : []));
const logins = comparing('logins', '>=', 100);
const recovered = exitWhen('recovered', logins);
const left = (id: string, exit = 'recovered', at = START + 1): PushedRunEvent => ({ type: 'exit_met', at, id, exit, facts: [] });
const closed = (at: number, key: string): PushedRunEvent => ({
  ...{ type: 'task_closed', at, id: `close:${key}`, key, outcome: 'reached', by: 'csm-1' },
});
const ordered = { by: 'member-1', reason: 'it has to be' } as const;

/** Tells a run so much that means nothing that it begins a fresh history, and waits until it did. */
async function wearOut(name: string): Promise<void> {
  const { runId } = await handleOf(name).describe();
  const begun = async (): Promise<boolean> => (await handleOf(name).describe()).runId !== runId;
  for (let told = 0; told < 90; told += 1) {
    await handleOf(name).signal('runEvent', left(`${runId}:${told}`, 'unknown'));
    if (told % 10 === 9 && (await begun())) return;
  }
  await untilFresh(name, runId);
}

/** The server says how long and how large a history is with the next task: small events ask for one. */
async function untilFresh(name: string, before: string): Promise<void> {
  const begun = async (): Promise<boolean> => (await handleOf(name).describe()).runId !== before;
  for (let looked = 0; looked < 100; looked += 1) {
    if (await begun()) return;
    await handleOf(name).signal('runEvent', left(`${before}:small:${looked}`, 'unknown'));
    await sleep(200);
  }
  throw new Error(`run ${name} began no fresh history`);
}

describe('a fresh history', () => {
  test('has the timers, the open task and question, and the lanes of a parallel step', async () => {
    const lanes = { a: [task('call'), email('a')], b: [ask('agree'), inApp('b')], c: [wait('pause', '1d'), email('c')] };
    const run = await begin('lanes', plan([parallel('both', lanes), email('after')]), { dayMs: 8_000 });
    await wearOut('lanes');
    await handleOf('lanes').signal('runEvent', closed(START + 2, 'call#2'));
    await wearOut('lanes');
    await handleOf('lanes').signal('runEvent', {
      type: 'answered',
      at: START + 3,
      id: 'a',
      key: 'agree#3',
      answer: 'agree',
      by: 'contact-1',
    });
    const { result, trace, continued } = await ended('lanes', run);
    expect([result, continued]).toEqual(['completed', true]);
    expect(new Map(settled(trace).map((each) => [(each as string[])[0]!.split('#')[0], each]))).toHaveProperty('size', 8);
    expect(settled(trace)).toEqual(
      expect.arrayContaining([
        ['call#2', 'done', 'reached'],
        ['agree#3', 'done', 'agree'],
        ['pause#4', 'done', null],
        ['both#1', 'done', null],
      ]),
    );
    expect(settled(trace).at(-1)).toEqual([expect.stringMatching(/^after#/), 'done', 'sent']);
    expect(trace.map(({ seq }) => seq)).toEqual(trace.map((_, index) => index + 1));
  }, 60_000);

  test('waits for a step under way as long as there is room, then begins it again under its key; it settles once', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const settle = async (input: PerformInput, _attempt: number, verb: PerformVerb): Promise<PerformResult> => {
      if (input.step === 'slow') await held;
      return { settlement: works(verb), settledAt: input.at };
    };
    const book = plan([parallel('both', { a: [email('slow')], b: [task('call')] }), email('after')]);
    const run = await begin('under-way', book, { settle });
    await wearOut('under-way').finally(release);
    expect(run.recorded.performed.filter(({ step }) => step === 'slow').length).toBeGreaterThan(0);
    await handleOf('under-way').signal('runEvent', closed(START + 2, 'call#3'));
    const { result, trace, continued } = await ended('under-way', run);
    expect([result, continued]).toEqual(['completed', true]);
    const slow = run.recorded.performed.filter(({ step }) => step === 'slow');
    expect(slow.length).toBeGreaterThan(1);
    expect(new Set(slow.map(({ key, at }) => `${key} ${at}`)).size).toBe(1);
    expect(settled(trace).filter((each) => (each as string[])[0] === 'slow#2')).toEqual([['slow#2', 'done', 'sent']]);
  }, 60_000);

  test('has the pause, the exit that came during it, and what was to follow', async () => {
    const book = plan([task('call'), email('after'), wait('pause', '30d')], { exits: [recovered] });
    const run = await begin('paused', book);
    const order = (rest: { type: 'pause'; resumeAt: null } | { type: 'resume' }, at: number): RunOrder => ({
      ...ordered,
      id: `${rest.type}${at}`,
      at,
      ...rest,
    });
    await sleep(300);
    await host().order(run, order({ type: 'pause', resumeAt: null }, START + 1));
    await handleOf('paused').signal('runEvent', closed(START + 2, 'call#1'));
    await wearOut('paused');
    const { state } = await host().view(run);
    expect(state).toMatchObject({ status: 'running', paused: { by: 'member-1' }, parked: [{ goto: 'after' }] });
    expect(run.recorded.performed.map(({ step }) => step)).toEqual(['call']);
    await handleOf('paused').executeUpdate('resume', { args: [order({ type: 'resume' }, START + 3)] });
    await wearOut('paused');
    await handleOf('paused').executeUpdate('pause', { args: [order({ type: 'pause', resumeAt: null }, START + 4)] });
    await handleOf('paused').signal('runEvent', left('met', 'recovered', START + 5));
    await wearOut('paused');
    await handleOf('paused').executeUpdate('resume', { args: [order({ type: 'resume' }, START + 6)] });
    const { result, trace } = await ended('paused', run);
    expect(result).toBe('success');
    expect(settled(trace)).toEqual([
      ['call#1', 'done', 'reached'],
      ['after#2', 'done', 'sent'],
      ['pause#3', 'cancelled', null],
    ]);
  }, 60_000);

  test('follows the plan that the run was migrated to, and goes on as the member it was handed to', async () => {
    const to = plan([task('call'), email('new')], { version: 2, contentHash: 'other' });
    const run = await begin('migrated', plan([task('call'), email('old')]));
    await sleep(300);
    await host().order(run, { ...ordered, at: START + 1, id: 'm', type: 'migrate', plan: to });
    await host().order(run, { ...ordered, at: START + 1, id: 'h', type: 'hand_over', to: 'member-2' });
    await wearOut('migrated');
    expect((await host().view(run)).plan).toEqual({ playbook: 'test_playbook', version: 2, contentHash: 'other' });
    await handleOf('migrated').signal('runEvent', closed(START + 2, 'call#1'));
    expect((await ended('migrated', run)).result).toBe('completed');
    expect(run.recorded.performed).toMatchObject([
      { step: 'call', version: 1 },
      { step: 'new', version: 2, csm: 'member-2' },
    ]);
    expect(run.recorded.calls.flatMap(({ version }) => version ?? [])).toEqual([2]);
  }, 60_000);

  test('begins by size, too: few events that are large', async () => {
    const run = await begin('large', plan([task('call', { expires: '300d' })], { exits: [recovered] }), { rest: {} });
    const facts = [{ name: 'x'.repeat(200_000), type: 'number', value: 1, asOf: START }];
    const { runId } = await handleOf('large').describe();
    for (let told = 0; told < 14; told += 1) await handleOf('large').signal('runEvent', { ...left(`${told}`, 'unknown'), facts });
    await untilFresh('large', runId);
    await handleOf('large').signal('runEvent', left('end'));
    const { result, trace, continued } = await ended('large', run);
    expect([result, continued]).toEqual(['success', true]);
    expect(trace.filter(({ type }) => type === 'event_ignored').length).toBeGreaterThanOrEqual(14);
  }, 60_000);
});

describe('what a run costs', () => {
  test('two e-mails and a day between: at most 26 events of history, 4 above what any workflow needs, and 6 KB', async () => {
    const run = await begin('floor', plan([email('a'), wait('day', '1d'), email('b')]), { dayMs: 300, rest: {} });
    await host().end(run);
    const events = (await run.handle.fetchHistory()).events ?? [];
    const { historySize } = await run.handle.describe();
    expect(events.length).toBeLessThanOrEqual(26);
    expect(historySize).toBeLessThanOrEqual(6_144);
  });

  test('after a thousand events its state is at most 20 KB', async () => {
    const steps = [
      task('call', { expires: '300d' }),
      ...Array.from({ length: 40 }, (_, index) => email(`step_number_${index}`)),
      check('usage', logins),
    ];
    const run = await begin('thousand', plan(steps, { exits: [recovered] }), { rest: {} });
    const ids = Array.from({ length: 1_000 }, (_, index) => `exit:adoption_rescue:acme-corporation:${index}`);
    for (let sent = 0; sent < ids.length; sent += 100) {
      await Promise.all(ids.slice(sent, sent + 100).map((id) => handleOf('thousand').signal('runEvent', left(id, 'unknown'))));
    }
    for (;;) {
      const { state } = await host().view(run);
      if (state.traceSeq > ids.length) {
        expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThanOrEqual(20_480);
        break;
      }
      await sleep(200);
    }
    await handleOf('thousand').signal('runEvent', left('end'));
    expect((await ended('thousand', run)).result).toBe('success');
  }, 60_000);

  test('signals it does not know cost no more than a hundred lines a history', async () => {
    const run = await begin('unknown-many', plan([wait('pause', '300d')], { exits: [recovered] }), { rest: {} });
    for (let sent = 0; sent < 300; sent += 1) await run.handle.signal(`unknown${sent}`);
    await run.handle.signal('runEvent', left('end'));
    const { trace } = await ended('unknown-many', run);
    expect(trace.filter(({ type }) => type === 'event_ignored')).toHaveLength(100);
  }, 60_000);
});
