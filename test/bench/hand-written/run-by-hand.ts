import {
  ActivityCancellationType,
  CancellationScope,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
  type ActivityInterfaceFor,
} from '@temporalio/workflow';
import {
  mailQueueOf,
  type PerformInput,
  type RunActivities,
  type RunLocalActivities,
} from '../../../workflows/durable/activities.js';
import type { PlaybookRunInput } from '../../../workflows/durable/playbook-run-input.js';
import { runEventSignal } from '../../../workflows/durable/run-event-signal.js';
import { PB_DUE_AT, PB_STATUS } from '../../../workflows/durable/search-attributes.js';
import { addDuration } from '../../../workflows/model/calendar.js';
import type { NamedCondition } from '../../../workflows/model/condition.js';
import type { Evaluation } from '../../../workflows/model/fact.js';
import type { StepVerb } from '../../../workflows/model/plan.js';
import type { RunResult, RunState, StepOutcome } from '../../../workflows/model/run.js';
import { toMachineTime, type Duration, type Instant } from '../../../workflows/model/time.js';
import { FlightRecord } from './flight-record.js';

const LIMIT = 72 * 3_600_000;

const channels: ActivityInterfaceFor<RunActivities> = proxyActivities<RunActivities>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '15s',
  scheduleToCloseTimeout: LIMIT,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
});

const RETRIED = {
  startToCloseTimeout: '30s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const;
const { record } = proxyLocalActivities<RunLocalActivities>(RETRIED);
const { evaluate } = proxyLocalActivities<RunLocalActivities>({ ...RETRIED, scheduleToCloseTimeout: LIMIT });

/** Thrown out of a wait that an exit cut short. */
class Left extends Error {}

/**
 * What a programmer would share between workflows written by hand that do what `playbookRun` does: the same activities
 * with the same ids and options, the same flight record, and an exit that cuts a wait short. It reads no plan.
 */
export class RunByHand {
  private readonly outcomes: Record<string, StepOutcome> = {};
  private readonly record = new FlightRecord();
  private readonly waiting = new CancellationScope();
  private keySeq = 1;
  private now: Instant;
  private status: RunState['status'] = 'running';
  private exit: RunState['exit'] = null;

  constructor(private readonly input: PlaybookRunInput) {
    this.now = input.run.startedAt;
    setHandler(runEventSignal, (event) => {
      if (event.type !== 'exit_met' || this.exit) return;
      this.exit = { id: event.exit, as: 'success', at: event.at };
      this.waiting.cancel();
    });
  }

  /** Runs the steps from start to end and writes the result down. */
  async run(steps: () => Promise<RunResult>): Promise<RunResult> {
    this.record.say(this.now, { type: 'run_started', arm: this.input.run.arm });
    const result = await steps().catch((error: unknown) => {
      if (error instanceof Left) return 'success' as const;
      throw error;
    });
    this.status = 'finished';
    this.record.say(this.now, { type: 'run_finished', result });
    await this.flush(result);
    return result;
  }

  async message(verb: 'email' | 'in_app', step: string): Promise<void> {
    const key = this.begin(step, verb, this.now);
    const { runId, playbook, version, account, arm, engineVersion } = this.input.run;
    const engine = engineVersion === undefined ? {} : { engineVersion };
    const input: PerformInput = { runId, playbook, version, account, step, key, at: this.now, arm, ...engine };
    const queue = verb === 'email' ? { taskQueue: mailQueueOf(workflowInfo().taskQueue) } : {};
    const sending = channels[verb].executeWithOptions({ activityId: key, summary: step, ...queue }, [input]);
    await this.flush();
    const { settlement, settledAt } = await sending;
    this.now = Math.max(this.now, settledAt);
    const outcome = { status: 'done', outcome: verb === 'email' ? 'sent' : 'posted', at: this.now, by: 'sopwith' } as const;
    this.settle(step, key, outcome, settlement.detail);
  }

  async wait(step: string, duration: Duration): Promise<void> {
    const due = addDuration(this.input.run.calendar, this.now, duration);
    const key = this.begin(step, 'wait', due);
    await this.sleepUntil(`wait:${key}`, due);
    this.settle(step, key, { status: 'done', outcome: null, at: due });
  }

  /** @returns the outcome's word */
  async check(step: string, expect: NamedCondition): Promise<string> {
    const key = this.begin(step, 'check', this.now);
    this.keySeq += 1;
    const { value, facts } = await this.ask(expect);
    this.record.say(this.now, { type: 'asked', step, condition: expect.text, value, facts });
    const outcome = value === null ? 'unknown' : value ? 'met' : 'not_met';
    this.settle(step, key, { status: 'done', outcome, at: this.now });
    return outcome;
  }

  /** Writes down which way a fork on an earlier step's outcome went. */
  fork(step: string, of: string, word: string): boolean {
    const condition = `${of}.outcome is "${word}"`;
    const outcome = this.outcomes[of];
    const value = outcome?.outcome === word;
    const fact = { name: `${of}.outcome`, type: 'text', value: outcome?.outcome ?? null, asOf: outcome?.at ?? this.now } as const;
    const key = this.begin(step, 'branch', this.now);
    this.record.say(this.now, { type: 'asked', step, condition, value, facts: [fact] });
    const because = `${condition} is ${value ? 'true' : 'false'}`;
    this.record.say(this.now, { type: 'branch_taken', step, arm: value ? 0 : 'otherwise', because });
    this.settle(step, key, { status: 'done', outcome: null, at: this.now });
    return value;
  }

  async verify(objective: string, after: Duration, expect: NamedCondition): Promise<RunResult> {
    this.status = 'verifying';
    const due = addDuration(this.input.run.calendar, this.now, after);
    upsertSearchAttributes([
      { key: PB_STATUS, value: 'verifying' },
      { key: PB_DUE_AT, value: new Date(due) },
    ]);
    await this.sleepUntil('verify', due);
    const { value, facts } = await this.ask(expect);
    this.record.say(this.now, { type: 'verified', objective, primary: true, condition: expect.text, value, facts });
    return value === null ? 'unknown' : value ? 'success' : 'not_met';
  }

  private async ask(condition: NamedCondition): Promise<Evaluation> {
    const { runId, account, startedAt } = this.input.run;
    const outcomes = { ...this.outcomes };
    const [answer] = await evaluate({ runId, account, at: this.now, startedAt, outcomes, conditions: [condition] });
    return answer ?? { value: null, facts: [] };
  }

  private async sleepUntil(timer: string, due: Instant): Promise<void> {
    this.record.say(this.now, { type: 'timer_set', timer, due });
    const rings = Math.ceil(toMachineTime(this.input.clock, due));
    try {
      if (rings > Date.now()) {
        await this.flush();
        await this.waiting.run(() => sleep(Math.max(1, rings - Date.now()), { summary: timer }));
      }
    } catch (error) {
      if (this.exit === null) throw error;
      this.now = this.exit.at;
      throw new Left();
    }
    this.now = due;
    this.record.say(due, { type: 'timer_fired', timer });
  }

  private begin(step: string, verb: StepVerb, due: Instant): string {
    const key = `${step}#${this.keySeq}`;
    this.keySeq += 1;
    this.record.say(this.now, { type: 'step_started', step, key, verb, due });
    return key;
  }

  private settle(
    step: string,
    key: string,
    settled: StepOutcome,
    detail?: Readonly<Record<string, string | number | boolean | null>>,
  ): void {
    this.outcomes[step] = settled;
    const { at: _at, ...outcome } = settled;
    this.record.say(this.now, { type: 'step_settled', step, key, ...outcome, ...(detail === undefined ? {} : { detail }) });
  }

  private async flush(result: RunResult | null = null): Promise<void> {
    const news = this.record.take(this.input.run.runId, this.status, this.exit, result);
    if (news) await record(news);
  }
}
