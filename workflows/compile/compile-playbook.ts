import { printCondition } from '../condition/print-condition.js';
import type { Condition, NamedCondition } from '../model/condition.js';
import { PLAN_FORMAT, type Plan, type PlanStep, type PlanTemplates, type StartDoor } from '../model/plan.js';
import type { AuthoredCondition, AuthoredConditions, AuthoredStep, Playbook } from '../model/playbook.js';
import { sha256 } from '../model/sha256.js';
import { canonicalJson } from './canonical-json.js';

function named({ text, condition }: AuthoredCondition): NamedCondition {
  return { text, condition };
}

/** Several conditions of a list as one; each part keeps its own text (`printCondition` of the part). */
function joined({ mode, of }: AuthoredConditions): NamedCondition {
  const [first, second] = of;
  if (first && !second) return named(first);
  const condition: Condition = { kind: mode, of: of.map((one) => one.condition) };
  return { text: printCondition(condition), condition };
}

function doorOf(playbook: Playbook): StartDoor {
  const { start } = playbook;
  switch (start.kind) {
    case 'manual':
      return { kind: 'manual' };
    case 'becomes_true':
      return { kind: 'becomes_true', cadence: start.cadence, when: joined(start.when) };
    case 'at_date': {
      const { kind, offset, direction, anchor, at, when } = start;
      return { kind, offset, direction, anchor, at, when: when && joined(when) };
    }
    case 'event':
      return { kind: 'event', event: start.event.value, when: start.when && joined(start.when) };
    case 'every_period':
      return { kind: 'every_period', period: start.period, when: start.when && joined(start.when) };
    case 'milestone_missed': {
      const { kind, milestone, byDay, at, when } = start;
      return { kind, milestone: milestone.value, byDay, at, when: when && joined(when) };
    }
  }
}

/** Lays nested steps out flat: the last step of an arm goes on where its branch goes on. */
class Layout {
  readonly steps: Record<string, PlanStep> = {};
  readonly order: string[] = [];

  /** Lays out a list and gives its first step, or `next` when it is empty. */
  list(steps: readonly AuthoredStep[], next: string | null): string | null {
    steps.forEach((step, index) => this.step(step, steps[index + 1]?.id.value ?? next));
    return steps[0]?.id.value ?? null;
  }

  private step(step: AuthoredStep, next: string | null): void {
    const id = step.id.value;
    this.order.push(id);
    const base = { id, next };
    switch (step.verb) {
      case 'email':
        this.steps[id] = { ...base, verb: 'email', template: step.template.value, to: step.to.value, cc: step.cc?.value ?? null };
        return;
      case 'in_app':
        this.steps[id] = {
          ...base,
          verb: 'in_app',
          template: step.template.value,
          to: step.to.value,
          expires: step.expires.value,
        };
        return;
      case 'task': {
        const { title, checklist, noteAtLeast } = step;
        const escalate = step.escalate && { after: step.escalate.after.value, to: step.escalate.to.value };
        const outcomes = step.outcomes.map(({ value }) => value);
        const rest = { assign: step.assign.value, due: step.due.value, expires: step.expires.value };
        this.steps[id] = { ...base, verb: 'task', title, ...rest, checklist, noteAtLeast, outcomes, escalate };
        return;
      }
      case 'check':
        this.steps[id] = {
          ...base,
          verb: 'check',
          expect: named(step.expect),
          every: step.every?.value ?? null,
          upTo: step.upTo?.value ?? null,
        };
        return;
      case 'wait':
        this.steps[id] = { ...base, verb: 'wait', duration: step.duration.value };
        return;
      case 'branch': {
        const arms = step.arms.map((arm) => ({ when: named(arm.when), first: this.list(arm.steps, next) }));
        this.steps[id] = { ...base, verb: 'branch', arms, otherwise: this.list(step.otherwise, next) };
      }
    }
  }
}

/** Plans are shared by reference between runs and tests: nobody may change one. */
export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/**
 * The frozen plan of a playbook whose file has no errors. The hash covers the plan and its templates, so the same
 * content has the same hash wherever and whenever it is compiled.
 */
export function compilePlaybook(playbook: Playbook, templates: PlanTemplates): Plan {
  const layout = new Layout();
  const first = layout.list(playbook.steps, null);
  const body: Omit<Plan, 'contentHash'> = {
    format: PLAN_FORMAT,
    playbook: playbook.id.value,
    version: playbook.version.value,
    title: playbook.title,
    goal: playbook.goal,
    owner: playbook.owner,
    timezone: playbook.timezone,
    start: doorOf(playbook),
    enroll: {
      only: playbook.enroll.only.map(named),
      never: playbook.enroll.never.map(named),
      againAfter: playbook.enroll.againAfter,
      atMost: playbook.enroll.atMost,
      holdout: playbook.enroll.holdout?.value ?? 0,
      priority: playbook.enroll.priority,
    },
    first,
    steps: layout.steps,
    order: layout.order,
    exits: playbook.exits.map(({ id, as, when, after }) => ({
      id: id.value,
      as,
      when: when && named(when),
      after: after?.value ?? null,
    })),
    verify: playbook.verify && {
      after: playbook.verify.after.value,
      objective: playbook.verify.objective.map(({ id, expect, primary }) => ({ id: id.value, expect: named(expect), primary })),
    },
  };
  return deepFreeze({ ...body, contentHash: sha256(canonicalJson({ plan: body, templates })) });
}
