import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAutopilot } from '../../../apps/shared/autopilot/parse-autopilot.js';
import { loadHistory, type LoadedHistory } from '../../../apps/shared/backtest/load-history.js';
import { importFolder } from '../../../prisma/import/import-folder.js';
import { historySpan } from '../../../prisma/read-models/history-people.js';
import { fastReplay } from '../../../apps/worker/fast-replay/fast-replay.js';
import { startTimeSkipping } from '../../../apps/cli/local-stack/time-skipping-server.js';
import type { TimeSkippingSource } from '../../../apps/cli/local-stack/time-skipping-server-source.js';
import { backtest, type Backtest, type BacktestInput } from '../../../workflows/simulate/backtest/backtest.js';
import { compareTraces } from '../../../workflows/simulate/backtest/compare-traces.js';
import { bundleOnce } from '../../support/bundle-once.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { scratchDatabase, type ScratchDatabase } from '../../support/scratch-database.js';
import { findTimeSkipping } from '../../support/time-skipping-env.js';
import { compileFolder } from './compile-folder.js';

const DAY = 86_400_000;
const here = import.meta.dirname;
const data = process.env['SOPWITH_OULAD'] ?? path.resolve(here, '../../../../shared/data/oulad');
const present = existsSync(path.join(data, 'events.csv'));
if (!present) {
  console.warn(
    `The backtest of the course history is skipped: ${data} has no events.csv. Put the course data there, or name its folder in SOPWITH_OULAD.`,
  );
}

const found = await findTimeSkipping();
const source = 'missing' in found ? null : found;

interface Expected {
  readonly from: string;
  readonly to: string;
  readonly triggers: Readonly<Record<string, number>>;
  readonly episodes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
const expected = JSON.parse(readFileSync(path.join(here, 'expected.json'), 'utf8')) as Expected;
const from = Date.parse(`${expected.from}T00:00:00Z`);
const to = Date.parse(`${expected.to}T00:00:00Z`) + DAY;
const until = to + 84 * DAY;

(present ? describe : describe.skip)('a backtest of the real course history', () => {
  let scratch: ScratchDatabase;
  let rejects: string;
  let history: LoadedHistory;
  let result: Backtest;
  const { catalogue, playbooks } = compileFolder(path.join(here, 'playbooks'));
  const plans = playbooks.map(({ plan }) => plan);
  const people = parseAutopilot('autopilot.yaml', readFileSync(path.join(here, 'autopilot.yaml'), 'utf8'));
  const input = (change: Partial<BacktestInput> = {}): BacktestInput => {
    if (catalogue === null) throw new Error('The book of the course history does not compile');
    return { plans, catalogue, ...history, from, to, until, known: until, people, capacity: 40, ...change };
  };

  beforeAll(async () => {
    rejects = await mkdtemp(path.join(tmpdir(), 'sopwith-oulad-'));
    scratch = await scratchDatabase();
    await importFolder(scratch.db, data, { mapping: path.join(here, 'mapping.yaml'), rejectsFolder: rejects, now: from });
    if (catalogue === null) throw new Error('The book of the course history does not compile');
    expect(await historySpan(scratch.db)).toMatchObject({ first: Date.parse('2012-03-27T23:00:00Z') });
    history = await loadHistory(scratch.db, { catalogue, plans, from, until });
    result = backtest(input());
  }, 300_000);

  afterAll(async () => {
    await scratch?.stop();
    if (rejects) await rm(rejects, { recursive: true, force: true });
  });

  test.each(Object.keys(expected.triggers).sort())('%s opens exactly the episodes that the files alone predict', (playbook) => {
    const found: Record<string, string[]> = {};
    const mine = result.entries.filter((entry) => entry.playbook === playbook);
    for (const { account, at, key } of mine) {
      const named = /^contract\.(?:start|end):(.+)$/.exec(key)?.[1];
      (found[account] ??= []).push(named ?? new Date(at).toISOString().slice(0, 10));
    }
    expect(found).toEqual(expected.episodes[playbook]);
    expect(mine).toHaveLength(expected.triggers[playbook] ?? -1);
  });

  test('every run has been followed: its record begins with its start, and ends with its end when it has one', () => {
    const enrolled = result.entries.filter(({ decision }) => decision !== 'skip');
    expect(result.followed.map(({ run }) => run.input.runId)).toEqual(enrolled.map(({ run }) => run));
    for (const { run, trace } of result.followed) {
      expect(trace[0]).toMatchObject({ type: 'run_started', at: run.input.startedAt });
      for (const { at } of trace) expect(at).toBeLessThanOrEqual(to);
    }
    expect(result.followed.filter(({ trace }) => trace.at(-1)?.type === 'run_finished').length).toBeGreaterThan(80);
  });

  test('the control group is never asked for anything and never written to', () => {
    const held = result.followed.filter(({ run }) => run.input.arm === 'holdout');
    expect(held.length).toBeGreaterThan(10);
    for (const { run } of held) expect([run.reached.size, run.work.size]).toEqual([0, 0]);
  });

  test('nobody is ever in two runs of a playbook at a time, and a cap holds in every week', () => {
    const drops = result.entries.filter(({ playbook, decision }) => playbook === 'activity_drop' && decision !== 'skip');
    const weeks = new Map<number, number>();
    for (const { at } of drops) {
      const monday = Math.floor((at / DAY - 4) / 7);
      weeks.set(monday, (weeks.get(monday) ?? 0) + 1);
    }
    expect(Math.max(...weeks.values())).toBe(8);
    const last = new Map<string, number>();
    for (const { run, trace } of result.followed) {
      const key = `${run.input.plan.playbook} ${run.input.account.data.id}`;
      expect(run.input.startedAt).toBeGreaterThanOrEqual(last.get(key) ?? 0);
      last.set(key, trace.at(-1)?.type === 'run_finished' ? (trace.at(-1)?.at ?? Infinity) : Infinity);
    }
  });

  test('whoever never closes a task has none closed, and the work is asked for all the same', () => {
    const closers = result.followed.flatMap(({ trace }) =>
      trace.flatMap((entry) => ('by' in entry && entry.by ? [entry.by] : [])),
    );
    expect(closers).toContain('autopilot:csm-north');
    expect(closers).not.toContain('autopilot:csm-east');
    expect(result.hours.some(({ csm, hours }) => csm === 'csm-east' && hours > 0)).toBe(true);
  });

  test('the same input gives the same answer; another seed other people, and the same triggers', () => {
    expect(JSON.stringify(backtest(input()).rows)).toBe(JSON.stringify(result.rows));
    const others = backtest(input({ people: { ...people, seed: 'another' } }));
    const triggers = (one: Backtest): string[] => one.entries.map(({ account, key, at }) => `${account} ${key} ${at}`);
    expect(triggers(others)).toEqual(triggers(result));
    expect(JSON.stringify(others.rows.tasks)).not.toBe(JSON.stringify(result.rows.tasks));
  });

  (source === null ? test.skip : test)(
    'the real workflows on the server that skips time put the same on record, run by run',
    async () => {
      const end = Date.parse('2013-11-20T00:00:00Z');
      const months = input({ to: end, until: end });
      const ours = backtest(months);
      quietRuntime();
      const server = await startTimeSkipping(source as TimeSkippingSource);
      try {
        const workflowBundle = await bundleOnce();
        const { address } = server;
        const theirs = await fastReplay({ input: months, address, workflowBundle, onWindow: () => undefined });
        const followed = ours.followed.map(({ run, trace }) => ({ run: run.input.runId, trace }));
        const compared = compareTraces(followed, theirs.traces, end);
        expect(compared.different).toEqual([]);
        expect(compared.equal).toBe(31);
        expect(theirs.result.rows).toEqual(ours.rows);
        expect(theirs.result.entries).toEqual(ours.entries);
      } finally {
        await server.stop();
      }
    },
    300_000,
  );
});
