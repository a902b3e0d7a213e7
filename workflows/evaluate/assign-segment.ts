import { compileCondition } from '../condition/compile-condition.js';
import type { AccountData } from '../model/account-data.js';
import type { SegmentDefinition } from '../model/catalogue.js';
import type { Instant } from '../model/time.js';
import { accountContext } from './account-context.js';

/** The first segment whose condition is true as of an instant; an unknown answer does not match. Null = none. */
export function assignSegment(data: AccountData, segments: readonly SegmentDefinition[], asOf: Instant): string | null {
  const context = accountContext(data, { asOf });
  const match = segments.find(({ when }) => when === null || compileCondition(when.condition).answer(context) === true);
  return match?.id ?? null;
}
