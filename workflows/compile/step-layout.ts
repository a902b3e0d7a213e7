import type { NamedCondition } from '../model/condition.js';
import type { PlanStep } from '../model/plan.js';
import type { AuthoredCondition, AuthoredPlain, AuthoredStep } from '../model/playbook.js';

export function named({ text, condition }: AuthoredCondition): NamedCondition {
  return { text, condition };
}

/** What every step of a plan has; a modifier that is not written is not there, so that old plans keep their hash. */
function baseOf({ id, when, retry, ifItFails }: AuthoredStep, next: string | null) {
  return {
    id: id.value,
    next,
    ...(when ? { when: named(when) } : {}),
    ...(retry ? { retry: { times: retry.times, every: retry.every.value } } : {}),
    ...(ifItFails ? { ifItFails: ifItFails.value } : {}),
  };
}

function withoutPlace(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutPlace);
  return typeof part === 'object' && part !== null && 'span' in part && 'value' in part ? part.value : part;
}

/** The parts of a verb that stand in the plan as they are written. */
function withoutPlaces({ id: _id, span: _span, when: _when, retry: _retry, ifItFails: _policy, ...parts }: AuthoredPlain) {
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, withoutPlace(part)]));
}

/** Lays nested steps out flat: the last step of an arm goes on where its branch goes on, that of a lane goes nowhere. */
export class StepLayout {
  readonly steps: Record<string, PlanStep> = {};
  readonly order: string[] = [];

  /** Lays out a list and gives its first step, null when it is empty; its last one goes on to `next`. */
  list(steps: readonly AuthoredStep[], next: string | null): string | null {
    steps.forEach((step, index) => {
      const id = step.id.value;
      this.order.push(id);
      this.steps[id] = this.step(step, steps[index + 1]?.id.value ?? next);
    });
    return steps[0]?.id.value ?? null;
  }

  private step(step: AuthoredStep, next: string | null): PlanStep {
    const base = baseOf(step, next);
    switch (step.verb) {
      case 'email': {
        const { verb, template, to, cc } = step;
        return { ...base, verb, template: template.value, to: to.value, cc: cc?.value ?? null };
      }
      case 'in_app': {
        const { verb, template, to, expires } = step;
        return { ...base, verb, template: template.value, to: to.value, expires: expires.value };
      }
      case 'task': {
        const { verb, title, checklist, noteAtLeast, elseAssign, takes } = step;
        const escalate = step.escalate && { after: step.escalate.after.value, to: step.escalate.to.value };
        const outcomes = step.outcomes.map(({ value }) => value);
        const people = { assign: step.assign.value, ...(elseAssign ? { elseAssign: elseAssign.value } : {}) };
        const times = { due: step.due.value, expires: step.expires.value, ...(takes ? { takes: takes.value } : {}) };
        return { ...base, verb, title, ...people, ...times, checklist, noteAtLeast, outcomes, escalate };
      }
      case 'check': {
        const { verb, expect, every, upTo } = step;
        return { ...base, verb, expect: named(expect), every: every?.value ?? null, upTo: upTo?.value ?? null };
      }
      case 'wait': {
        const { verb, duration, until } = step;
        return { ...base, verb, duration: duration.value, ...(until ? { until: until.value } : {}) };
      }
      case 'wait_for': {
        const { verb, event, condition, atMost } = step;
        const ends = { event: event?.value ?? null, condition: condition && named(condition) };
        return { ...base, verb, ...ends, atMost: atMost.value };
      }
      case 'ask': {
        const { verb, to, elseAsk, by, question, answers, expires } = step;
        const people = { to: to.value, elseAsk: elseAsk?.value ?? null };
        return { ...base, verb, ...people, by, question, answers: answers.map(({ value }) => value), expires: expires.value };
      }
      case 'branch': {
        const arms = step.arms.map((arm) => ({ when: named(arm.when), first: this.list(arm.steps, next) }));
        return { ...base, verb: step.verb, arms, otherwise: this.list(step.otherwise, next) };
      }
      case 'parallel': {
        const lanes = step.lanes.map(({ id, steps }) => ({ id: id.value, first: this.list(steps, null) }));
        return { ...base, verb: step.verb, lanes };
      }
      case 'playbook':
        throw new Error(`compile: the step ${step.id.value} still stands for the playbook ${step.playbook.value}`);
      default:
        return { ...base, ...withoutPlaces(step) } as PlanStep;
    }
  }
}
