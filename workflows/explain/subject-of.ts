import type { CompiledPlaybook } from '../compile/compile-unit.js';
import { notRunnable } from '../compile/not-runnable.js';
import type { Catalogue } from '../model/catalogue.js';
import type { ExplainSubject } from './subject.js';

/** A compiled playbook as something to explain. */
export function subjectOf(
  { plan, templates, parameters, tests }: Pick<CompiledPlaybook, 'plan' | 'templates' | 'parameters' | 'tests'>,
  catalogue: Catalogue | null,
): ExplainSubject {
  const declared = parameters.map(({ id, type, title, values, default: value }) => ({
    id: id.value,
    type,
    title,
    values,
    default: value,
  }));
  return { plan, templates, catalogue, parameters: declared, tests, notRunnable: notRunnable(plan, catalogue) };
}
