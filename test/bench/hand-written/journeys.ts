import type { PlaybookRunInput } from '../../../workflows/durable/playbook-run-input.js';
import type { NamedCondition } from '../../../workflows/model/condition.js';
import type { RunResult } from '../../../workflows/model/run.js';
import type { Duration } from '../../../workflows/model/time.js';
import { RunByHand } from './run-by-hand.js';

const days = (amount: number): Duration => ({ amount, unit: 'd' });

const LOGINS_UP: NamedCondition = {
  text: 'logins >= 100',
  condition: {
    kind: 'compare',
    op: '>=',
    left: { kind: 'name', path: 'logins', type: 'number' },
    right: { kind: 'literal', type: 'number', value: 100 },
  },
};

/** Two e-mails and a one-day wait between, written by hand. */
export async function twoMailsByHand(input: PlaybookRunInput): Promise<RunResult> {
  const run = new RunByHand(input);
  return run.run(async () => {
    await run.message('email', 'invite');
    await run.wait('a_day', days(1));
    await run.message('email', 'remind');
    return 'completed';
  });
}

/** Two e-mails, each followed by a wait. */
export async function journeyByHand(input: PlaybookRunInput): Promise<RunResult> {
  const run = new RunByHand(input);
  return run.run(async () => {
    await run.message('email', 'invite');
    await run.wait('a_day', days(1));
    await run.message('email', 'remind');
    await run.wait('another_day', days(1));
    return 'completed';
  });
}

/** Ten steps: messages, waits, a question to live data, a fork on its answer; then the run is verified. */
export async function rescueByHand(input: PlaybookRunInput): Promise<RunResult> {
  const run = new RunByHand(input);
  return run.run(async () => {
    await run.message('in_app', 'nudge');
    await run.wait('look_again', days(1));
    await run.check('usage', LOGINS_UP);
    if (run.fork('by_usage', 'usage', 'met')) {
      await run.message('email', 'thanks');
      await run.wait('let_it_work', days(1));
      await run.message('email', 'keep_going');
    } else {
      await run.message('email', 'help');
    }
    await run.wait('calm', days(1));
    await run.message('in_app', 'recap');
    await run.message('email', 'summary');
    return run.verify('objective_1', days(1), LOGINS_UP);
  });
}
