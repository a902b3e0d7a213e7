import type { LocalizedText } from '../model/localized-text.js';
import type { AuthoredCondition, AuthoredDuration, AuthoredStep, Located } from '../model/playbook.js';

/** What becomes of the parts of steps when they are put somewhere else, or when their parameters get values. */
export interface StepMapping {
  id(id: string): string;
  condition(condition: AuthoredCondition): AuthoredCondition;
  duration(duration: AuthoredDuration): AuthoredDuration;
  /** A text that may print paths. */
  text(text: LocalizedText): LocalizedText;
  template(name: string): string;
  /** A name whose value is sent. */
  sent(name: string): string;
}

/** Nothing changes: a mapping says only what does. */
export const UNCHANGED: StepMapping = {
  id: (id) => id,
  condition: (condition) => condition,
  duration: (duration) => duration,
  text: (text) => text,
  template: (name) => name,
  sent: (name) => name,
};

function at<T>({ span }: Located<unknown>, value: T): Located<T> {
  return { value, span };
}

/** The same steps with their parts changed, at any depth. */
export function mapSteps(steps: readonly AuthoredStep[], to: StepMapping): readonly AuthoredStep[] {
  return steps.map((step) => mapStep(step, to));
}

function mapStep(step: AuthoredStep, to: StepMapping): AuthoredStep {
  const moved = {
    id: at(step.id, to.id(step.id.value)),
    ...(step.when ? { when: to.condition(step.when) } : {}),
    ...(step.retry ? { retry: { ...step.retry, every: to.duration(step.retry.every) } } : {}),
  };
  switch (step.verb) {
    case 'email':
      return { ...step, ...moved, template: at(step.template, to.template(step.template.value)) };
    case 'in_app': {
      const template = at(step.template, to.template(step.template.value));
      return { ...step, ...moved, template, expires: to.duration(step.expires) };
    }
    case 'task': {
      const { escalate, takes } = step;
      return {
        ...step,
        ...moved,
        title: to.text(step.title),
        due: to.duration(step.due),
        expires: to.duration(step.expires),
        ...(takes ? { takes: to.duration(takes) } : {}),
        escalate: escalate && { ...escalate, after: to.duration(escalate.after) },
      };
    }
    case 'check': {
      const { every, upTo } = step;
      const pace = { every: every && to.duration(every), upTo: upTo && to.duration(upTo) };
      return { ...step, ...moved, expect: to.condition(step.expect), ...pace };
    }
    case 'wait': {
      const { until, offset } = step;
      const duration = to.duration(step.duration);
      if (!offset || until?.value.kind !== 'date') return { ...step, ...moved, duration };
      const changed = to.duration(offset);
      return { ...step, ...moved, duration, offset: changed, until: at(until, { ...until.value, offset: changed.value }) };
    }
    case 'wait_for':
      return { ...step, ...moved, condition: step.condition && to.condition(step.condition), atMost: to.duration(step.atMost) };
    case 'ask':
      return { ...step, ...moved, question: to.text(step.question), expires: to.duration(step.expires) };
    case 'branch': {
      const arms = step.arms.map((arm) => ({ when: to.condition(arm.when), steps: mapSteps(arm.steps, to) }));
      return { ...step, ...moved, arms, otherwise: mapSteps(step.otherwise, to) };
    }
    case 'parallel':
      return { ...step, ...moved, lanes: step.lanes.map((lane) => ({ ...lane, steps: mapSteps(lane.steps, to) })) };
    case 'webhook':
      return { ...step, ...moved, send: step.send.map((name) => at(name, to.sent(name.value))) };
    case 'chat':
      return { ...step, ...moved, message: to.text(step.message) };
    // Of all others nothing but what every step has is changed.
    default:
      return { ...step, ...moved };
  }
}
