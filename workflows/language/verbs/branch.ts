import { nearest } from '../../model/did-you-mean.js';
import type { AuthoredArm, AuthoredBranch, AuthoredStep } from '../../model/playbook.js';
import { conditionOf } from '../condition-value.js';
import { stepIdsOf } from '../playbook-scope.js';
import type { Outcomes } from '../step-context.js';
import { fieldsOf, isMapping, listOf, reportAt, type Value } from '../value.js';
import type { Elsewhere, InnerSteps } from './inner-steps.js';
import { keysOf } from '../vocabulary/mappings.js';

interface ReadBranch {
  readonly branch: Pick<AuthoredBranch, 'arms' | 'otherwise'> | null;
  /** What can be read after it: any arm may have run. */
  readonly after: Outcomes;
}

const ANOTHER_ARM = 'the step is in another arm of the branch';

/** Ids of the steps in an arm, shapes not judged. */
function idsInArm(item: Value): readonly string[] {
  if (!isMapping(item)) return [];
  const fields = fieldsOf({ ...item }, { known: [], open: true });
  return [...stepIdsOf(fields?.get('then') ?? null), ...stepIdsOf(fields?.get('otherwise') ?? null)];
}

/** The arms of a branch; the first that is true is taken, else `otherwise`. */
export function readBranch(value: Value, inner: InnerSteps, before: Outcomes): ReadBranch {
  const items = listOf(value, 'arms');
  if (!items) return { branch: null, after: before };
  const arms: AuthoredArm[] = [];
  let otherwise: readonly AuthoredStep[] | null = null;
  let after: Outcomes = before;
  const idsOfArms = items.map(idsInArm);
  const elsewhere = (index: number): Elsewhere => ({
    ids: idsOfArms.flatMap((ids, other) => (other === index ? [] : ids)),
    reason: ANOTHER_ARM,
  });
  const readArm = (steps: Value, index: number): readonly AuthoredStep[] => {
    const read = inner.steps(steps, before, elsewhere(index));
    after = new Map([...after, ...read.after]);
    return read.steps;
  };
  items.forEach((item, index) => {
    const fields = fieldsOf({ ...item, name: 'an arm' }, { known: keysOf('arm') });
    if (!fields) return;
    const last = fields.get('otherwise');
    const when = fields.get('when');
    const then = fields.get('then');
    if (last) {
      const extra = when ?? then;
      if (extra)
        reportAt(extra, extra.anchor, 'unknown-key', `${extra.name} does not go with otherwise`, 'begin a new arm with "- "');
      else if (index < items.length - 1)
        reportAt(last, last.anchor, 'invalid-value', 'otherwise stands last: no arm below it is reached', 'move it to the end');
      otherwise = readArm(last, index);
      return;
    }
    const condition = when && conditionOf(when, inner.scope(before, elsewhere(index)));
    if (!when) fields.need('when', 'call_owner.outcome is "reached"');
    const thenValue = then ?? fields.need('then', '[]');
    const steps = thenValue && readArm(thenValue, index);
    if (condition && steps) arms.push({ when: condition, steps });
  });
  if (otherwise !== null) return { branch: { arms, otherwise }, after };
  const keys = items.flatMap((item) =>
    isMapping(item) ? [...(fieldsOf({ ...item }, { known: [], open: true })?.keys() ?? [])] : [],
  );
  // A mistyped one has its message already.
  const typo = keys.some((key) => nearest(key, ['otherwise']) !== null && key !== 'otherwise');
  if (!typo)
    reportAt(
      value,
      value.anchor,
      'missing-otherwise',
      'a branch must say what happens when no arm fits',
      'end it with - otherwise: and a list of steps, or - otherwise: []',
    );
  return { branch: null, after };
}
