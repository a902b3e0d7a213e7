import { outcomeWords } from '../language/step-context.js';
import type { AuthoredStep } from '../model/playbook.js';

/** True when the step ends with a word that others can read. */
export function hasOutcome(step: AuthoredStep): boolean {
  return outcomeWords(step.verb, step) !== undefined;
}

/** Step -> the steps that can have ended with an outcome before it begins, on some path. */
export function outcomesBefore(steps: readonly AuthoredStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  /** Gives what can have ended after the list; lanes do not see each other. */
  const list = (inner: readonly AuthoredStep[], before: ReadonlySet<string>): ReadonlySet<string> => {
    let ended = before;
    for (const step of inner) {
      found.set(step.id.value, ended);
      const parts =
        step.verb === 'branch'
          ? [...step.arms.map((arm) => arm.steps), step.otherwise]
          : step.verb === 'parallel'
            ? step.lanes.map((lane) => lane.steps)
            : [];
      const after = new Set(ended);
      for (const part of parts) for (const id of list(part, ended)) after.add(id);
      if (hasOutcome(step)) after.add(step.id.value);
      ended = after;
    }
    return ended;
  };
  list(steps, new Set());
  return found;
}
