import { expect } from '@jest/globals';
import type { TraceEntry } from '../../workflows/model/run.js';
import type { CampaignReport, KillCampaign } from './kill-campaign.js';

/**
 * What is compared of a flight record: every line, their order, business times, keys, facts, outcomes and reasons. Left out:
 * `detail` (counts and ids that a channel adds for the reader), and lines that say that an event was heard again: the relay
 * tells a run at least once, and the second time has no effect. The numbers of the lines follow from their order.
 */
function compared(trace: readonly TraceEntry[]): unknown[] {
  const repeated = (entry: TraceEntry): boolean => entry.type === 'event_ignored' && entry.reason.endsWith('was honoured before');
  return trace
    .filter((entry) => !repeated(entry))
    .map((entry) => {
      const { seq: _seq, detail: _detail, ...rest } = entry as TraceEntry & { detail?: unknown };
      return rest;
    });
}

/** The laws that hold after any number of kills. */
export async function judgeCampaign(campaign: KillCampaign, { runs }: Pick<CampaignReport, 'runs'>): Promise<void> {
  const { db, sink } = campaign;
  for (const run of runs) {
    const { runId } = run.input;
    const [recorded, simulated] = await Promise.all([campaign.recorded(runId), campaign.simulated(run)]);
    const label = `${run.life.name} (${runId})`;
    expect({ run: label, trace: compared(recorded) }).toEqual({ run: label, trace: compared(simulated.trace) });
    expect(recorded.map(({ seq }) => seq)).toEqual(recorded.map((_, index) => index + 1));

    const steps = await db.client.stepRecord.findMany({ where: { runId } });
    const started = new Set(recorded.flatMap((entry) => (entry.type === 'step_started' ? [entry.key] : [])));
    expect({ run: label, steps: steps.map(({ key }) => key).sort() }).toEqual({ run: label, steps: [...started].sort() });
    expect({ run: label, open: steps.filter(({ doneAt }) => doneAt === null) }).toEqual({ run: label, open: [] });
    const settled = recorded.flatMap((entry) => (entry.type === 'step_settled' ? [entry.key] : []));
    expect({ run: label, settled: [...settled].sort() }).toEqual({ run: label, settled: [...started].sort() });

    const row = await db.client.run.findUniqueOrThrow({ where: { id: runId } });
    expect({ run: label, result: row.result, version: row.version }).toEqual({
      ...{ run: label, result: simulated.state.result, version: simulated.plan.version },
    });
    const fallbacks = recorded.filter(({ type }) => type === 'fallback_opened').length;
    expect({ run: label, fallbacks: await db.client.task.count({ where: { runId, kind: 'fallback' } }) }).toEqual({
      ...{ run: label, fallbacks },
    });
  }
  expect(await db.client.task.count({ where: { kind: 'step', status: 'open' } })).toBe(0);
  expect(await db.client.outbox.count({ where: { doneAt: null } })).toBe(0);

  const times = new Map<string, number>();
  for (const { messageId } of sink.received) times.set(messageId, (times.get(messageId) ?? 0) + 1);
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  // Under whatever id: each subject names its step and account.
  const letters = sink.received.map(({ to, subject }) => `${to.join()} ${subject}`);
  expect(letters.filter((letter, index) => letters.indexOf(letter) !== index)).toEqual([]);
  const sent = await db.client.message.findMany({ where: { channel: 'email', status: 'sent' } });
  expect(sent.filter(({ messageId }) => !times.has(messageId ?? ''))).toEqual([]);
}
