import { describe, expect, test } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { SweepOutcome } from './sweep.js';
import { Sweeper } from './sweeper.js';

const SWEPT: SweepOutcome = { status: 'swept', windows: 1, dropped: 0 };

/** A sweeper whose looks end when the test says so, on a machine clock that the test moves. */
function sweeper() {
  const looks: { upTo: number; isStopping: () => boolean; end: (outcome?: SweepOutcome | Error) => void }[] = [];
  const warnings: string[] = [];
  const machine = { now: 1_000 };
  const registry = new SchedulerRegistry();
  const subject = new Sweeper(
    {
      look: (upTo, isStopping) =>
        new Promise((resolve, reject) => {
          const end = (outcome: SweepOutcome | Error = SWEPT) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
          looks.push({ upTo, isStopping, end });
        }),
      clock: { origin: 0, startedAt: 0, rate: 10 },
      machineNow: () => machine.now,
      everyMs: 60_000,
      log: { log: () => undefined, warn: (message, fields) => warnings.push(`${message} ${JSON.stringify(fields)}`) },
    },
    registry,
  );
  return { subject, looks, warnings, machine, registry };
}

describe('Sweeper', () => {
  test('looks as of business time', async () => {
    const { subject, looks } = sweeper();
    const tick = subject.tick();
    expect(looks[0]?.upTo).toBe(10_000);
    looks[0]?.end();
    expect(await tick).toEqual(SWEPT);
  });

  test('never overlaps itself: ticks during a look are left out', async () => {
    const { subject, looks } = sweeper();
    const first = subject.tick();
    expect(await subject.tick()).toBeNull();
    looks[0]?.end();
    await first;
    void subject.tick();
    expect(looks).toHaveLength(2);
  });

  test('a failed look is logged, tried again after a pause, and never rejects', async () => {
    const { subject, looks, warnings, machine } = sweeper();
    const failed = subject.tick();
    looks[0]?.end(new Error('database is down'));
    expect(await failed).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('database is down')]);
    machine.now += 1_999;
    await subject.tick();
    expect(looks).toHaveLength(1);
    machine.now += 1;
    void subject.tick();
    expect(looks).toHaveLength(2);
  });

  test('a shutdown waits for the window under way and starts nothing new', async () => {
    const { subject, looks, registry } = sweeper();
    subject.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual(['sweeps']);
    let stopped = false;
    const stopping = subject.beforeApplicationShutdown().then(() => (stopped = true));
    expect(looks[0]?.isStopping()).toBe(true);
    await Promise.resolve();
    expect(stopped).toBe(false);
    looks[0]?.end();
    await stopping;
    expect(registry.getIntervals()).toEqual([]);
    expect(await subject.tick()).toBeNull();
    expect(looks).toHaveLength(1);
  });
});
