import type { NameScope } from '../condition/name-scope.js';
import { printCondition } from '../condition/print-condition.js';
import type { SolutionDefinition } from '../model/catalogue.js';
import type { NamedCondition } from '../model/condition.js';
import type { Located } from '../model/playbook.js';
import { conditionOf, conditionsOf } from './condition-value.js';
import { idOf, localizedTextOf, oneOf } from './scalars.js';
import { fieldsOf, listOf, report, reportAt, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

const KINDS = ['problem', 'opportunity'] as const;

export interface AuthoredSolution {
  readonly definition: SolutionDefinition;
  readonly file: string;
  readonly item: Value;
  /** For the check that needs the playbooks of the book. */
  readonly playbooks: readonly Located<string>[];
}

function diagnosisOf(item: Value, fields: Fields, scope: NameScope): NamedCondition | null {
  const [diagnosis, all] = [fields.get('diagnosis'), fields.get('all')];
  if (diagnosis && all)
    return reportAt(all, all.anchor, 'unknown-key', 'a solution has "diagnosis" or "all", not both', 'keep one of the two');
  if (diagnosis) {
    const condition = conditionOf(diagnosis, scope);
    return condition.broken ? null : { text: condition.text, condition: condition.condition };
  }
  if (!all) {
    if (fields.excuse()) return null;
    return reportAt(
      item,
      item.anchor,
      'missing-key',
      'a solution does not say what it is for',
      'write e.g. diagnosis: usage_rate < 20%',
    );
  }
  const conditions = conditionsOf(all, scope);
  if (conditions.length === 0 || conditions.some(({ broken }) => broken)) return null;
  const condition = { kind: 'all', of: conditions.map((one) => one.condition) } as const;
  return { text: printCondition(condition), condition };
}

/** Ids of playbooks in the order in which they are tried. */
function playbooksOf(fields: Fields): readonly Located<string>[] {
  const value = fields.need('playbooks', '[usage_drop_rescue]');
  const items = value && listOf(value, 'ids of playbooks');
  if (value && items?.length === 0)
    report(value, 'invalid-value', 'playbooks is an empty list', 'name the playbook that is tried first');
  const ids: Located<string>[] = [];
  for (const item of items ?? []) {
    const id = idOf(item);
    if (!id) continue;
    if (ids.some(({ value: other }) => other === id.value))
      report(item, 'duplicate-id', `${id.value} is written twice`, 'keep one of the two');
    else ids.push(id);
  }
  return ids;
}

function solutionOf(item: Value, scope: NameScope): AuthoredSolution | null {
  const fields = fieldsOf({ ...item, name: 'a solution' }, { known: keysOf('solution') });
  if (!fields) return null;
  const idValue = fields.need('id', 'few_active_users');
  const id = idValue && idOf(idValue);
  const titleValue = fields.get('title');
  const title = titleValue && localizedTextOf(titleValue);
  const kindValue = fields.need('kind', 'problem');
  const kind = kindValue && oneOf(kindValue, KINDS);
  const diagnosis = diagnosisOf(item, fields, scope);
  const playbooks = playbooksOf(fields);
  const notesValue = fields.get('notes');
  const notes = notesValue && localizedTextOf(notesValue);
  if (!id || !kind || !diagnosis || playbooks.length === 0) return null;
  const definition: SolutionDefinition = {
    id: id.value,
    title: title ?? { en: id.value },
    kind,
    diagnosis,
    playbooks: playbooks.map(({ value }) => value),
    notes,
  };
  return { definition, file: item.reader.source.file, item, playbooks };
}

/** The solutions of one file; wrong ones are reported and left out. */
export function readSolutions(root: Value, scope: NameScope): readonly AuthoredSolution[] {
  const fields = fieldsOf(root, { known: keysOf('solutions_file') });
  const value = fields?.need(
    'solutions',
    '[{ id: few_active, kind: problem, diagnosis: logins < 5, playbooks: [usage_drop_rescue] }]',
  );
  const items = value && listOf(value, 'solutions');
  if (value && items?.length === 0)
    report(value, 'invalid-value', 'solutions is an empty list', 'write a solution or remove the file');
  return (items ?? []).flatMap((item) => solutionOf(item, scope) ?? []);
}

/** Every id once, whatever the file. */
export function joinSolutions(solutions: readonly AuthoredSolution[]): readonly SolutionDefinition[] {
  const known = new Set<string>();
  for (const { definition, item } of solutions) {
    if (known.has(definition.id))
      report(item, 'duplicate-id', `the solution ${definition.id} is defined twice`, 'choose another id');
    known.add(definition.id);
  }
  return solutions.map(({ definition }) => definition);
}
