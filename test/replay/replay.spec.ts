import { beforeAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { RUN_ORDERS } from '../../workflows/durable/run-orders.js';
import type { TraceEntry } from '../../workflows/model/run.js';
import { ENGINE_VERSION, ENGINE_VERSIONS } from '../../workflows/run/engine-version.js';
import { bundleOnce } from '../support/bundle-once.js';
import { RECORDINGS } from './recordings.js';
import { bundleWithDecisions, decisionsText, FOLDER, replayHistory } from './replay-history.js';

interface RecordedEvent {
  activityTaskScheduledEventAttributes?: { activityType?: { name: string }; activityId?: string };
  workflowExecutionUpdateAcceptedEventAttributes?: { acceptedRequest: { input: { name: string } } };
}
interface RecordedHistory {
  events: RecordedEvent[];
}

const read = (...file: string[]): string => readFileSync(path.join(FOLDER, ...file), 'utf8');
const recorded = (...file: string[]): RecordedHistory => JSON.parse(read(...file)) as RecordedHistory;
const namesOf = (folder: string): string[] =>
  readdirSync(path.join(FOLDER, folder)).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));

let bundle: { code: string };
beforeAll(async () => {
  bundle = await bundleWithDecisions();
}, 60_000);

describe('recorded histories', () => {
  test('there is a folder for every engine version, and a history for every recording', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(['must-fail', ...ENGINE_VERSIONS.map((version) => `v${version}`)].sort());
    expect(namesOf('v1')).toHaveLength(13);
    expect(namesOf(`v${ENGINE_VERSION}`).sort()).toEqual(RECORDINGS.map(({ name }) => name).sort());
  });

  const all = ENGINE_VERSIONS.flatMap((version) => namesOf(`v${version}`).map((name) => [`v${version}`, name] as const));
  test.each(all)('%s %s still replays, and decides what it decided', async (folder, name) => {
    const decisions = decisionsText(await replayHistory(bundle, recorded(folder, `${name}.json`)));
    // Arguments and the length of timers, which replaying itself does not compare.
    expect(decisions.split('\n')).toEqual(read(folder, `${name}.decisions`).split('\n'));
  });

  test('the bundle as it is shipped replays them all', async () => {
    const workflowBundle = await bundleOnce();
    const histories = all.map(([folder, name]) => ({
      workflowId: `${folder} ${name}`,
      history: recorded(folder, `${name}.json`),
    }));
    const failed: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, replayName: 'shipped' }, histories)) {
      if (error) failed.push(`${workflowId}: ${error.message}`);
    }
    expect(failed).toEqual([]);
  }, 60_000);

  test('they meet every verb, every order and every kind of line', () => {
    const newest = namesOf(`v${ENGINE_VERSION}`);
    const entries = newest.flatMap((name) =>
      read(`v${ENGINE_VERSION}`, `${name}.decisions`)
        .split('\n')
        .filter((line) => line.includes('"does":"record"'))
        .flatMap((line) => (JSON.parse(line) as { input: { entries: TraceEntry[] } }).input.entries),
    );
    const verbs = new Set(entries.flatMap((entry) => (entry.type === 'step_started' ? [entry.verb] : [])));
    const orders = newest
      .flatMap((name) => recorded(`v${ENGINE_VERSION}`, `${name}.json`).events)
      .flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted?.acceptedRequest.input.name ?? []);
    expect([...verbs].sort()).toEqual(VERBS);
    expect([...new Set(orders)].sort()).toEqual([...RUN_ORDERS].sort());
    expect([...new Set(entries.map(({ type }) => type))].sort()).toEqual(LINES);
  });
});

const VERBS = ['ask', 'branch', 'chat', 'check', 'email', 'in_app', 'parallel', 'set', 'task', 'wait', 'wait_for', 'webhook'];
const LINES: readonly TraceEntry['type'][] = [
  'asked',
  'branch_taken',
  'condition_met',
  'event_held',
  'event_ignored',
  'exit_taken',
  'fallback_opened',
  'question_opened',
  'run_cancelled',
  'run_finished',
  'run_handed_over',
  'run_migrated',
  'run_paused',
  'run_resumed',
  'run_started',
  'skip_planned',
  'step_retried',
  'step_settled',
  'step_started',
  'subjective_verified',
  'task_escalated',
  'task_opened',
  'timer_cancelled',
  'timer_fired',
  'timer_set',
  'verified',
];

describe('the gate', () => {
  test('notices a history whose commands come in another order', async () => {
    await expect(replayHistory(bundle, recorded('must-fail', 'changed-order.json'))).rejects.toThrow(DeterminismViolationError);
  });

  test('notices a history in which another step kind was performed', async () => {
    const history = recorded('v2', 'email.json');
    const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'email');
    scheduled!.activityTaskScheduledEventAttributes!.activityType!.name = 'in_app';
    await expect(replayHistory(bundle, history)).rejects.toThrow(DeterminismViolationError);
  });

  test('notices a history in which the step had another key', async () => {
    const history = recorded('v2', 'email.json');
    const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'email');
    scheduled!.activityTaskScheduledEventAttributes!.activityId = 'other#1';
    await expect(replayHistory(bundle, history)).rejects.toThrow(DeterminismViolationError);
  });

  test('notices a timer of another length, which replaying alone does not', async () => {
    const halved = bundle.code.replace('Math.ceil((0,', 'Math.ceil(0.9999999 * (0,');
    expect(halved).not.toBe(bundle.code);
    const decisions = decisionsText(await replayHistory({ code: halved }, recorded('v2', 'wait.json')));
    expect(decisions).not.toBe(read('v2', 'wait.decisions'));
  });
});
