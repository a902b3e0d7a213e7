import type { AuthoredParallel } from '../../model/playbook.js';
import { stepIdsOf } from '../playbook-scope.js';
import { idProblem } from '../scalars.js';
import type { Outcomes } from '../step-context.js';
import { fieldsOf, isList, isMapping, kindOf, listOf, report, reportAt, type Value } from '../value.js';
import type { InnerSteps } from './inner-steps.js';

interface ReadParallel {
  readonly parallel: Pick<AuthoredParallel, 'lanes'> | null;
  /** What can be read after it: every lane has ended. */
  readonly after: Outcomes;
}

const ANOTHER_LANE = 'the step runs in another lane at the same time';

/** Lanes that run side by side, e.g. `{ users: [...], owner: [...] }`; the run goes on when every lane has ended. */
export function readParallel(value: Value, inner: InnerSteps, before: Outcomes): ReadParallel {
  if (!isMapping(value)) {
    const advice = 'name its lanes: parallel: { users: [...], owner: [...] }';
    report(value, 'wrong-shape', `parallel must be a mapping of lanes, this is ${kindOf(value)}`, advice);
    return { parallel: null, after: before };
  }
  const fields = fieldsOf(value, { known: [], open: true });
  const lanes: AuthoredParallel['lanes'][number][] = [];
  const names = fields?.keys() ?? [];
  const laneOf = (name: string): Value => fields?.get(name) as Value;
  let after = before;
  for (const name of names) {
    const lane = laneOf(name);
    const problem = idProblem(name);
    if (problem) reportAt(lane, lane.anchor, 'invalid-id', ...problem);
    const elsewhere = names.flatMap((other) => (other === name ? [] : stepIdsOf(laneOf(other))));
    if (isList(lane) && listOf(lane, 'steps')?.length === 0)
      reportAt(lane, lane.anchor, 'invalid-value', `the lane ${name} has no steps`, 'write a step, or remove the lane');
    const read = inner.steps(lane, before, { ids: elsewhere, reason: ANOTHER_LANE });
    after = new Map([...after, ...read.after]);
    lanes.push({ id: { value: name, span: value.reader.source.span(lane.anchor) }, steps: read.steps });
  }
  if (lanes.length >= 2) return { parallel: { lanes }, after };
  const message = lanes.length === 0 ? 'parallel has no lanes' : 'parallel has one lane, so nothing runs beside it';
  const advice =
    lanes.length === 0 ? 'name at least two lanes, each with a list of steps' : 'add a lane, or write its steps without parallel';
  reportAt(value, value.anchor, 'invalid-value', message, advice);
  return { parallel: null, after };
}
