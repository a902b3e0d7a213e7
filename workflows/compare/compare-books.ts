import type { Catalogue } from '../model/catalogue.js';
import { comparePlans, type PlanChange, type PlanWithTemplates } from './compare-plans.js';
import { fieldsOf } from './fields-of.js';

export type PlaybookStatus =
  | 'new'
  | 'changed'
  | 'unchanged'
  /** The content changed and the version did not: publishing refuses it. */
  | 'version_not_raised'
  /** The version is lower than the published one: publishing it would not make it current. */
  | 'version_went_back'
  /** Published, and not in the folder: it stays in force. */
  | 'only_published';

export interface PlaybookComparison {
  readonly id: string;
  readonly status: PlaybookStatus;
  readonly before: number | null;
  readonly after: number | null;
  readonly changes: readonly PlanChange[];
}

export interface BookComparison {
  /** By id. */
  readonly playbooks: readonly PlaybookComparison[];
  /** Metrics, segments, health scores and the rest of the catalogue. */
  readonly catalogue: readonly PlanChange[];
}

export interface ComparedBook {
  readonly catalogue: Catalogue | null;
  readonly playbooks: readonly PlanWithTemplates[];
}

function comparePlaybook(
  id: string,
  before: PlanWithTemplates | undefined,
  after: PlanWithTemplates | undefined,
): PlaybookComparison {
  const versions = { before: before?.plan.version ?? null, after: after?.plan.version ?? null };
  if (!before) return { id, status: 'new', ...versions, changes: [] };
  if (!after) return { id, status: 'only_published', ...versions, changes: [] };
  if (before.plan.contentHash === after.plan.contentHash) return { id, status: 'unchanged', ...versions, changes: [] };
  const status =
    after.plan.version > before.plan.version
      ? 'changed'
      : after.plan.version === before.plan.version
        ? 'version_not_raised'
        : 'version_went_back';
  return { id, status, ...versions, changes: comparePlans(before, after) };
}

/** Every entry of a catalogue by a name an author knows: `metric logins`, `segment smb`, `health smb`. */
function entriesOf(catalogue: Catalogue | null): ReadonlyMap<string, unknown> {
  const entries = new Map<string, unknown>();
  if (catalogue === null) return entries;
  for (const [kind, content] of Object.entries(catalogue)) {
    if (kind === 'contentHash' || content === null || content === undefined) continue;
    const singular = kind === 'healths' ? 'health' : kind.replace(/s$/, '');
    const items: readonly (readonly [string, unknown])[] = Array.isArray(content)
      ? content.map((item: { readonly id?: string }, index) => [item.id ?? String(index + 1), item] as const)
      : Object.entries(content as object);
    for (const [id, item] of items) entries.set(`${singular} ${id}`, item);
  }
  return entries;
}

function compareCatalogues(before: Catalogue | null, after: Catalogue | null): readonly PlanChange[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((subject): readonly PlanChange[] => {
    const whole = { subject, field: null, before: null, after: null, step: null };
    if (!old.has(subject)) return [{ kind: 'added', ...whole }];
    if (!now.has(subject)) return [{ kind: 'removed', ...whole }];
    const [oldFields, newFields] = [fieldsOf(old.get(subject)), fieldsOf(now.get(subject))];
    return [...new Set([...newFields.keys(), ...oldFields.keys()])].flatMap((field): readonly PlanChange[] => {
      const [a, b] = [oldFields.get(field) ?? null, newFields.get(field) ?? null];
      return a === b ? [] : [{ kind: 'changed', subject, field, before: a, after: b, step: null }];
    });
  });
}

/** What publishing a book would change against another one, in the words of the language. */
export function compareBooks(before: ComparedBook, after: ComparedBook): BookComparison {
  const byId = ({ playbooks }: ComparedBook): ReadonlyMap<string, PlanWithTemplates> =>
    new Map(playbooks.map((playbook) => [playbook.plan.playbook, playbook]));
  const [old, now] = [byId(before), byId(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return {
    playbooks: ids.map((id) => comparePlaybook(id, old.get(id), now.get(id))),
    catalogue: compareCatalogues(before.catalogue, after.catalogue),
  };
}
