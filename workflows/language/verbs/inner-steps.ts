import type { NameScope } from '../../condition/name-scope.js';
import type { AuthoredStep } from '../../model/playbook.js';
import type { Outcomes } from '../step-context.js';
import type { Value } from '../value.js';

/** Steps that run instead of these or beside them: why their outcomes cannot be read here. */
export interface Elsewhere {
  readonly ids: readonly string[];
  readonly reason: string;
}

/** How a verb that holds steps has them read, one level deeper than itself. */
export interface InnerSteps {
  steps(
    value: Value,
    before: Outcomes,
    elsewhere: Elsewhere,
  ): { readonly steps: readonly AuthoredStep[]; readonly after: Outcomes };
  /** What a condition may name at the verb's own place, before its inner steps. */
  scope(before: Outcomes, elsewhere: Elsewhere): NameScope;
}
