import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOrder } from '../../workflows/model/run.js';
import { RUN_ORDERS } from '../../workflows/durable/run-orders.js';
import { ENGINE_VERSION } from '../../workflows/run/engine-version.js';
import { emptyContext as empty } from '../support/empty-context.js';
import { DurableRunner, untilReached, type DurableRun } from '../support/durable-runner.js';
import { runInput } from '../support/run-builder.js';
import { RECORDINGS, type Recording, type Told } from './recordings.js';
import { bundleWithDecisions, decisionsText, FOLDER, historyText, replayHistory } from './replay-history.js';
import { LANES_AS_WRITTEN, LANES_CHANGED, withPlan } from './changed-order.js';

const isOrder = (told: Told): told is RunOrder => (RUN_ORDERS as readonly string[]).includes(told.type);

// Writes the histories that replay.spec.ts replays, with their decisions, for the current engine version. Run it when a
// recording is added: RECORD_HISTORIES=1 npm run jest -- --testPathPatterns test/replay/record --selectProjects integration
const recording = process.env['RECORD_HISTORIES'] === '1';

(recording ? describe : describe.skip)('recording histories from a real server', () => {
  let runner: DurableRunner;
  let bundle: { code: string };
  beforeAll(async () => {
    [runner, bundle] = await Promise.all([DurableRunner.start({ taskQueue: 'playbooks' }), bundleWithDecisions()]);
  }, 60_000);
  afterAll(() => runner.stop(), 30_000);

  async function tell(run: DurableRun, told: Told): Promise<void> {
    await sleep(Math.max(0, untilReached(run, told.at) - 20));
    if (told.type === 'unknown_signal') await run.handle.signal('somethingElse', 1, 'two');
    else if (told.type === 'cancelled_in_temporal') await run.handle.cancel();
    else if (isOrder(told)) await runner.order(run, told);
    else await runner.push(run, [told as Exclude<typeof told, { type: 'unknown_signal' | 'cancelled_in_temporal' }>]);
  }

  async function historyOf({ name, plan, arm = 'treatment', told = [], settle, rest }: Recording): Promise<string> {
    const input = runInput({ runId: `pb:test_playbook:acme:${name}`, arm, engineVersion: ENGINE_VERSION });
    const run = await runner.begin(plan, input, { context: empty, ...(settle ? { settle } : {}) }, 150, rest);
    for (const each of told) await tell(run, each);
    await runner.end(run);
    return historyText(historyToJSON(await run.handle.fetchHistory()));
  }

  const folder = path.join(FOLDER, `v${ENGINE_VERSION}`);
  const chosen = RECORDINGS.filter(({ name }) => new RegExp(process.env['RECORD_ONLY'] ?? '').test(name));
  test.each(chosen.map((each) => [each.name, each] as const))(
    '%s',
    async (name, recorded) => {
      const text = await historyOf(recorded);
      writeFileSync(path.join(folder, `${name}.json`), text);
      writeFileSync(path.join(folder, `${name}.decisions`), decisionsText(await replayHistory(bundle, JSON.parse(text))));
    },
    30_000,
  );

  test('the history that must fail', async () => {
    const text = await historyOf({ name: 'changed-order', plan: LANES_CHANGED });
    writeFileSync(path.join(FOLDER, 'must-fail', 'changed-order.json'), withPlan(text, LANES_AS_WRITTEN));
  }, 30_000);
});
