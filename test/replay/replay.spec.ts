import { beforeAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bundleOnce } from '../support/bundle-once.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { RECORDINGS } from './recordings.js';

const folder = path.join(import.meta.dirname, 'histories');

interface RecordedEvent {
  activityTaskScheduledEventAttributes?: { activityType?: { name: string }; activityId?: string };
}
interface RecordedHistory {
  events: RecordedEvent[];
}

function recorded(name: string): RecordedHistory {
  return JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as RecordedHistory;
}

let workflowBundle: { code: string };
beforeAll(async () => {
  quietRuntime();
  workflowBundle = await bundleOnce();
}, 60_000);

const replay = (history: RecordedHistory) => Worker.runReplayHistory({ workflowBundle, replayName: 'recorded' }, history);

describe('recorded histories', () => {
  test('there is one for every recording', () => {
    expect(readdirSync(folder).sort()).toEqual(RECORDINGS.map(({ name }) => `${name}.json`).sort());
  });

  test.each(RECORDINGS.map(({ name }) => name))('%s still replays', async (name) => {
    await expect(replay(recorded(name))).resolves.toBeUndefined();
  });

  test('a history in which another step kind was performed is noticed', async () => {
    const history = recorded('email');
    const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'email');
    scheduled!.activityTaskScheduledEventAttributes!.activityType!.name = 'in_app';
    await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
  });

  test('a history in which the step had another key is noticed', async () => {
    const history = recorded('email');
    const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'email');
    scheduled!.activityTaskScheduledEventAttributes!.activityId = 'other#1';
    await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
  });
});
