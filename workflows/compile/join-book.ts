import { Diagnostics } from '../language/diagnostics.js';
import type { Catalogue } from '../model/catalogue.js';
import { saysOf, type Diagnostic } from '../model/diagnostic.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { Playbook } from '../model/playbook.js';
import type { BookGround } from './compile-ground.js';
import { firstLineOf, type CompiledPlaybook, type FinishedUnit, type PlaybookUnit } from './compile-unit.js';
import { judgeBook } from './judge-playbook.js';
import { warnOfUnusedTemplates } from './unused-templates.js';

export interface CompiledBook {
  /** All of them, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null = there is no metrics file, or the catalogue has errors. */
  readonly catalogue: Catalogue | null;
  /** Those without errors, by id. Empty when there is no catalogue. */
  readonly playbooks: readonly CompiledPlaybook[];
}

/** Playbooks of one id in several files: the ids are identity, so all but the first are refused. By file. */
function duplicates(units: readonly PlaybookUnit[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const first = new Map<string, string>();
  const found = new Map<string, readonly Diagnostic[]>();
  for (const { file, playbook } of units) {
    if (!playbook) continue;
    const { value, span } = playbook.id;
    const other = first.get(value);
    if (other === undefined) first.set(value, file);
    else {
      const message = `the playbook ${value} is also in ${other}`;
      found.set(file, [{ file, span, severity: 'error', code: 'duplicate-id', message, suggestion: 'choose another id' }]);
    }
  }
  return found;
}

/** Solutions that name playbooks which are not in the book. */
function judgeSolutions({ solutions }: BookGround, units: readonly PlaybookUnit[], diagnostics: Diagnostics): void {
  // A file of which no id could be read may be the one that is meant.
  if (units.some(({ playbook }) => playbook === null)) return;
  const ids = units.flatMap(({ playbook }) => playbook?.id.value ?? []);
  for (const { file, playbooks } of solutions) {
    for (const { value, span } of playbooks) {
      if (ids.includes(value)) continue;
      const found = {
        file,
        span,
        severity: 'error',
        code: 'unknown-reference',
        message: `there is no playbook "${value}"`,
      } as const;
      const advice = didYouMean(value, ids);
      const suggestion = saysOf(advice);
      const fix = typeof advice === 'object' ? { fix: { span, text: advice.write } } : {};
      diagnostics.push({ ...found, ...(suggestion === undefined ? {} : { suggestion }), ...fix });
    }
  }
}

/**
 * The last step of every compilation: what was found in each playbook, in the rest of the book, and between them.
 * @param units every playbook file, sorted by path.
 * @param finish checks and compiles one of them, given what the others make wrong with it.
 */
export function joinBook(
  ground: BookGround,
  units: readonly PlaybookUnit[],
  finish: (unit: PlaybookUnit, others: readonly Diagnostic[]) => FinishedUnit,
): CompiledBook {
  const diagnostics = new Diagnostics(ground.found);
  const playbooks: CompiledPlaybook[] = [];
  const right: Playbook[] = [];
  const twice = duplicates(units);
  for (const unit of units) {
    const { right: isRight, compiled, found } = finish(unit, twice.get(unit.file) ?? []);
    if (compiled) playbooks.push(compiled);
    if (isRight && unit.playbook) right.push(unit.playbook);
    for (const one of found) diagnostics.push(one);
  }
  const first = units.find(({ opened }) => opened);
  if (first && !ground.hasMetrics)
    diagnostics.push({
      ...firstLineOf(first),
      severity: 'error',
      code: 'no-metrics',
      message: 'there is no file with kind: Metrics beside the playbooks',
      suggestion: 'give the folder that holds metrics.yaml as well',
    });
  judgeSolutions(ground, units, diagnostics);
  warnOfUnusedTemplates(units, ground.templates, diagnostics);
  judgeBook(right, diagnostics);
  playbooks.sort((a, b) => (a.plan.playbook < b.plan.playbook ? -1 : 1));
  return { diagnostics: diagnostics.sorted(), catalogue: ground.catalogue, playbooks };
}
