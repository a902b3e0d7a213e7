import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EvaluationContext } from '../../workflows/model/evaluation-context.js';
import { UTC_CALENDAR } from '../../workflows/model/calendar.js';
import { DurableRunner } from '../support/durable-runner.js';
import { runInput } from '../support/run-builder.js';
import { RECORDINGS } from './recordings.js';

const folder = path.join(import.meta.dirname, 'histories');

/** Data without any value: every question about it is unknown. */
function empty(asOf: number): EvaluationContext {
  return {
    asOf,
    calendar: UTC_CALENDAR,
    startedAt: null,
    read: (_path, at) => ({ value: null, asOf: at }),
    closedPeriod: (_metric, at) => ({ value: null, asOf: at }),
  };
}

// Writes the histories that replay.spec.ts replays. Run it when a recording is added, or when the engine's version is
// raised (then beside the old ones: live runs have those): RECORD_HISTORIES=1 npm run jest -- --testPathPatterns test/replay/record
const recording = process.env['RECORD_HISTORIES'] === '1';

(recording ? describe : describe.skip)('recording histories from a real server', () => {
  let runner: DurableRunner;
  beforeAll(async () => {
    runner = await DurableRunner.start({ taskQueue: 'playbooks' });
  }, 60_000);
  afterAll(() => runner.stop(), 30_000);

  test.each(RECORDINGS.map((each) => [each.name, each] as const))(
    '%s',
    async (name, { plan, arm = 'treatment', pushed = [], settle }) => {
      const input = runInput({ runId: `pb:test_playbook:acme:${name}`, arm });
      const run = await runner.begin(plan, input, { context: empty, ...(settle ? { settle } : {}) }, 100);
      await Promise.all([runner.end(run), runner.push(run, pushed)]);
      const history = historyToJSON(await run.handle.fetchHistory());
      writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(JSON.parse(history), null, 1)}\n`);
    },
    30_000,
  );
});
