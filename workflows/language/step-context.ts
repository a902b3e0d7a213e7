import type { NameScope } from '../condition/name-scope.js';
import type { AuthoredStep } from '../model/playbook.js';
import type { Parameters } from './parameters.js';
import type { BookNames } from './playbook-scope.js';
import type { TemplatePaths } from './template-paths.js';

export type Verb = AuthoredStep['verb'];

/** What every step has besides its verb. */
export type StepBase = Pick<AuthoredStep, 'id' | 'span' | 'when' | 'retry' | 'ifItFails'>;

/** What a playbook offers to the verbs of its steps. */
export interface VerbContext {
  readonly names: BookNames;
  readonly parameters: Parameters;
  /** What a task's title, a question or a chat message may name; null = the metrics could not be read, so it is not checked. */
  readonly titlePaths: TemplatePaths | null;
}

/** The same at the place of one step. */
export interface StepContext extends VerbContext {
  /** What a condition may name there. */
  readonly scope: NameScope;
}

/** The words that outcomes of steps can have, by step id; null = not known, because the step was reported. */
export type Outcomes = ReadonlyMap<string, readonly string[] | null>;

/** The words a step's outcome can have: null = it was reported, undefined = the verb has no outcome. */
export function outcomeWords(verb: Verb, step: AuthoredStep | null): readonly string[] | null | undefined {
  switch (verb) {
    case 'email':
      return ['sent'];
    case 'in_app':
    case 'chat':
      return ['posted'];
    case 'check':
      return ['met', 'not_met', 'unknown'];
    case 'wait_for':
      return ['happened', 'ran_out'];
    case 'webhook':
      return ['delivered', 'failed'];
    case 'task':
      if (step?.verb !== 'task' || step.outcomes.length === 0) return null;
      return [...step.outcomes.map(({ value }) => value), 'expired'];
    case 'ask':
      if (step?.verb !== 'ask' || step.answers.length === 0) return null;
      return [...step.answers.map(({ value }) => value), 'no_answer'];
    case 'wait':
    case 'branch':
    case 'parallel':
    case 'set':
    case 'playbook':
      return undefined;
  }
}
