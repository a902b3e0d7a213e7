import { printCondition } from '../condition/print-condition.js';
import type { Condition, NamedCondition } from '../model/condition.js';
import { PLAN_FORMAT, type Plan, type PlanTemplates, type PlanVerification, type StartDoor } from '../model/plan.js';
import type { AuthoredConditions, Playbook, PlaybookVerify } from '../model/playbook.js';
import { sha256 } from '../model/sha256.js';
import { canonicalJson } from './canonical-json.js';
import { StepLayout, named } from './step-layout.js';

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

/** Plans are shared by reference between runs and tests: nobody may change one. */
export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

function verificationOf({ after, objective, subjective }: PlaybookVerify): PlanVerification {
  const questions = subjective?.map((one) => ({
    id: one.id.value,
    ask: one.ask.value,
    elseAsk: one.elseAsk?.value ?? null,
    question: one.question,
    answers: one.answers.map(({ value }) => value),
    good: one.good.map(({ value }) => value),
    expires: one.expires.value,
  }));
  return {
    after: after.value,
    objective: objective.map(({ id, expect, primary }) => ({ id: id.value, expect: named(expect), primary })),
    ...(questions ? { subjective: questions } : {}),
  };
}

/**
 * The frozen plan of a playbook whose file has no errors, its parameters bound and what it includes in place. The hash covers the plan and its templates, so the same
 * content has the same hash wherever and whenever it is compiled.
 */
export function compilePlaybook(playbook: Playbook, templates: PlanTemplates): Plan {
  const layout = new StepLayout();
  const first = layout.list(playbook.steps, null);
  const body: Omit<Plan, 'contentHash'> = {
    format: PLAN_FORMAT,
    playbook: playbook.id.value,
    version: playbook.version.value,
    title: playbook.title,
    goal: playbook.goal,
    owner: playbook.owner,
    timezone: playbook.timezone,
    ...(playbook.whenPaused ? { whenPaused: playbook.whenPaused } : {}),
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
    exits: playbook.exits.map(({ id, as, when, after, event }) => ({
      id: id.value,
      as,
      when: when && named(when),
      after: after?.value ?? null,
      ...(event ? { event: event.value } : {}),
    })),
    verify: playbook.verify && verificationOf(playbook.verify),
  };
  return deepFreeze({ ...body, contentHash: sha256(canonicalJson({ plan: body, templates })) });
}
