import type { Plan } from '../../workflows/model/plan.js';
import type { RunCommand, RunOrder, TraceEntry } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Scenario, ScenarioMoment } from '../../workflows/simulate/scenario.js';
import { DAY } from './run-builder.js';

interface Life {
  readonly plan: Plan;
  readonly other: Plan;
  readonly dice: readonly number[];
}

type Entry<T extends TraceEntry['type']> = Extract<TraceEntry, { readonly type: T }>;
type WithoutBase<O> = O extends RunOrder ? Omit<O, 'at' | 'id' | 'by' | 'reason'> : never;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/**
 * Nobody reacts faster: a real host hears of something only after its cause, so an event at the very instant of its own
 * cause has no defined place among the timers of that instant.
 */
export const REACTION = 3 * MINUTE;
const LATER = [REACTION, 47 * MINUTE, 5 * HOUR, DAY, 3 * DAY, 9 * DAY] as const;

/** People and a world that do something because of what the run does, each time as the next die says. */
class People {
  private thrown = 0;
  private orders = 0;

  constructor(private readonly life: Life) {}

  react(command: RunCommand): readonly ScenarioMoment[] {
    if (command.type !== 'record') return [];
    const { entry } = command;
    return this.reaction(entry).filter(({ at }) => at >= entry.at + REACTION);
  }

  private reaction(entry: TraceEntry): readonly ScenarioMoment[] {
    switch (entry.type) {
      case 'run_started':
        return [
          ...this.maybe(6, () => this.something(entry.at + this.pick(LATER))),
          ...this.maybe(4, () => this.something(entry.at + this.pick(LATER))),
        ];
      case 'task_opened':
        return this.maybe(8, () => this.closeTask(entry));
      case 'question_opened':
        return this.maybe(8, () => this.answer(entry));
      case 'step_started':
        if (entry.verb === 'wait_for') return this.maybe(6, () => this.event(entry.at + this.pick(LATER)));
        return [];
      case 'timer_set':
        // At the very instant at which the timer is due.
        return this.maybe(3, () => this.something(entry.due));
      case 'step_settled':
        if (entry.status !== 'failed') return [];
        return this.maybe(5, () => this.order(entry.at + this.pick(LATER), { type: 'retry_step', step: entry.step }));
      case 'step_retried':
        if (entry.due === entry.at) return [];
        return this.maybe(2, () => this.order(this.before(entry.due), { type: this.pick(RETRIED), step: entry.step }));
      case 'run_paused':
        return this.maybe(8, () => this.whilePaused(entry));
      default:
        return [];
    }
  }

  private closeTask({ at, step, due, expires }: Entry<'task_opened'>): ScenarioMoment[] {
    const when = this.pick([at + this.pick(LATER), at + this.pick(LATER), due, expires, this.before(expires)]);
    const outcome = this.pick(['reached', 'reached', 'no_answer', 'not_a_word']);
    const close = { at: when, type: 'close', step, outcome, by: 'csm-1' } as const;
    return this.pick([[close], [close], [close, close]]);
  }

  private answer({ at, step, expires }: Entry<'question_opened'>): ScenarioMoment[] {
    const when = this.pick([at + this.pick(LATER), at + this.pick(LATER), expires, this.before(expires)]);
    const asked = step.startsWith('verify.');
    const answer = this.pick(asked ? ['agree', 'unsure', 'disagree'] : ['reached', 'no']);
    return [{ at: when, type: 'answer', step: asked ? step.slice('verify.'.length) : step, answer, by: 'decision-maker-1' }];
  }

  private whilePaused({ at, bound, resumeAt }: Entry<'run_paused'>): ScenarioMoment[] {
    const after = at + this.pick(LATER);
    const meanwhile = this.maybe(5, () => this.something(after));
    const resume = this.order(after + this.pick([DAY, 2 * HOUR, 20 * DAY]), { type: 'resume' });
    const late = this.order(this.pick([resumeAt ?? bound, bound]), this.pick([{ type: 'resume' }, { type: 'cancel' }]));
    return [...meanwhile, ...this.pick([resume, resume, resume, late, []])];
  }

  private something(at: Instant): ScenarioMoment[] {
    const step = `s${1 + (this.die() % 8)}`;
    switch (this.die() % 14) {
      case 0:
      case 1:
        return [{ at, type: 'exit', exit: this.pick(this.life.plan.exits.map(({ id }) => id)) ?? 'unknown_exit' }];
      case 2:
      case 3:
        return this.event(at);
      case 4:
        return [{ at, type: 'change' }];
      case 5:
      case 6:
      case 7:
        return this.order(at, { type: 'pause', resumeAt: this.pick([null, at + this.pick(LATER), at + 30 * DAY]) });
      case 8:
        return this.order(at, { type: 'cancel' });
      case 9:
        return this.order(at, { type: 'skip_step', step });
      case 10:
        return this.order(at, { type: 'hand_over', to: this.pick(['csm-2', 'csm-3']) });
      case 11:
      case 12:
        return this.order(at, { type: 'migrate', plan: this.life.other });
      default:
        // Two things at one instant.
        return [...this.event(at), ...this.order(at, { type: 'skip_step', step })];
    }
  }

  private event(at: Instant): ScenarioMoment[] {
    return [{ at, type: 'event', event: this.pick(['champion_left', 'upgraded', 'upgraded']) }];
  }

  private order(at: Instant, order: WithoutBase<RunOrder>): ScenarioMoment[] {
    this.orders += 1;
    const base = { at, id: `order-${this.orders}`, by: 'manager-1', reason: 'on request' };
    return [{ at, type: 'order', order: { ...base, ...order } as RunOrder }];
  }

  /** Some minutes before an instant: late, and in time. */
  private before(at: Instant): Instant {
    return at - 11 * MINUTE;
  }

  /** Does it in so many cases of ten; a die of 0 never does. */
  private maybe(ofTen: number, what: () => ScenarioMoment[]): ScenarioMoment[] {
    const die = this.die();
    return die !== 0 && die % 10 < ofTen ? what() : [];
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.die() % from.length] as T;
  }

  private die(): number {
    this.thrown += 1;
    return this.life.dice[this.thrown - 1] ?? 0;
  }
}

const RETRIED = ['retry_step', 'skip_step'] as const;

/** What people do in a life: a function with a memory, good for one simulation. */
export function peopleOf(life: Life): NonNullable<Scenario['react']> {
  const people = new People(life);
  return (command) => people.react(command);
}
