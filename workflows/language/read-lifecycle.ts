import { nameScope, type CatalogueNames, type ForbiddenFamily } from '../condition/name-scope.js';
import type { Lifecycle, LifecycleStage, MilestoneDefinition } from '../model/catalogue.js';
import type { AuthoredCondition } from '../model/playbook.js';
import { conditionOf } from './condition-value.js';
import { Diagnostics } from './diagnostics.js';
import { contractDateOf } from './contract-date.js';
import { knownNameOf } from './known-name.js';
import { idOf, idProblem, localizedTextOf, textOf } from './scalars.js';
import { fieldsOf, isList, isMapping, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** A stage or a milestone with the places that checks across them report at. */
export interface AuthoredPart<T> {
  readonly definition: T;
  readonly item: Value;
  /** `from`, `when`, `reached` or `event`. */
  readonly how: Value;
}

export interface AuthoredLifecycle {
  readonly root: Value;
  readonly stages: readonly AuthoredPart<LifecycleStage>[];
  readonly milestones: readonly AuthoredPart<MilestoneDefinition>[];
}

const DECLARE_SEGMENT = 'declare it in a file with kind: Segments';

/** The fields of a mapping, a mistyped key read as what it was meant to be; what is wrong is told when the file is read. */
function fieldsQuietly(value: Value, mapping: 'lifecycle_file' | 'stage' | 'milestone'): Fields | null {
  const reader = { ...value.reader, diagnostics: new Diagnostics() };
  return fieldsOf({ ...value, reader }, { known: keysOf(mapping) });
}

/**
 * Ids as they are written under a key: known before the conditions that name them are read. Null = one of them cannot be
 * told, because there is none or it is wrong: that is told there, and not again wherever the right one is named.
 */
function idsUnder(root: Value, key: 'stages' | 'milestones'): readonly string[] | null {
  const value = fieldsQuietly(root, 'lifecycle_file')?.get(key);
  if (!value) return [];
  if (!isList(value)) return null;
  const ids = (listOf(value, 'entries') ?? []).map((item) => {
    const id = fieldsQuietly(item, key === 'stages' ? 'stage' : 'milestone')?.get('id');
    const text = id && plain(id);
    return typeof text === 'string' && idProblem(text) === null ? text : null;
  });
  return ids.every((id) => id !== null) ? ids : null;
}

/** What the lifecycle files declare by name, whatever else is wrong with it; null = not known. */
export function lifecycleNames(roots: readonly Value[]): {
  readonly stages: readonly string[] | null;
  readonly milestones: readonly string[] | null;
} {
  const under = (key: 'stages' | 'milestones'): readonly string[] | null => {
    const ids = roots.map((root) => idsUnder(root, key));
    return ids.every((own) => own !== null) ? [...new Set(ids.flat())] : null;
  };
  return { stages: under('stages'), milestones: under('milestones') };
}

class LifecycleReader {
  constructor(private readonly names: CatalogueNames) {}

  /** `{ default: ..., enterprise: ... }` by segment, or one value for all. */
  private bySegment<T>(
    value: Value,
    segments: readonly string[],
    read: (value: Value) => T | null,
  ): { readonly all: T | null; readonly own: Readonly<Record<string, T>> } | null {
    if (!isMapping(value)) {
      const all = read(value);
      return all === null ? null : { all, own: {} };
    }
    const entries = fieldsOf(value, { known: [], open: true });
    const own: Record<string, T> = {};
    let all: T | null = null;
    let fine = entries !== null;
    for (const id of entries?.keys() ?? []) {
      const entry = entries?.get(id);
      const content = entry && read(entry);
      if (!entry || content === null) fine = false;
      else if (id === 'default') all = content ?? null;
      else if (this.isSegmentOf(entry, id, segments) && content !== undefined) own[id] = content;
      else fine = false;
    }
    if (entries?.keys().length === 0)
      return report(value, 'invalid-value', `${value.name} is empty`, 'write default: and what holds for all');
    return fine ? { all, own } : null;
  }

  private isSegmentOf(entry: Value, id: string, segments: readonly string[]): boolean {
    // The key is what is wrong, so it is what is shown.
    const key: Value = { ...entry, node: null };
    const known = this.names.segments;
    if (known !== null && !known.includes(id)) {
      report(key, 'unknown-reference', `there is no segment "${id}"`, `known: default, ${known.join(', ')}`);
      return false;
    }
    if (segments.length === 0 || segments.includes(id)) return true;
    report(
      key,
      'invalid-value',
      `${id} is not among the segments of this entry`,
      `write it under segments: as well, or remove it here`,
    );
    return false;
  }

  private segments(fields: Fields): readonly string[] | null {
    const value = fields.get('segments');
    const items = value && listOf(value, 'segments');
    if (!value) return [];
    if (!items) return null;
    if (items.length === 0)
      return report(value, 'invalid-value', 'segments is an empty list', 'name a segment, or remove the key: then it is for all');
    const found = items.map((item) => knownNameOf(item, 'segment', this.names.segments, DECLARE_SEGMENT)?.value ?? null);
    found.forEach((id, index) => {
      const item = items[index];
      if (id !== null && item && found.indexOf(id) < index)
        report(item, 'duplicate-id', `${id} is written twice`, 'keep one of the two');
    });
    const fine = found.filter((id) => id !== null);
    return fine.length === found.length ? fine : null;
  }

  private condition(value: Value, forbidden: readonly ForbiddenFamily[]): AuthoredCondition | null {
    const condition = conditionOf(value, nameScope(this.names, { forbidden }));
    return condition.broken ? null : condition;
  }

  /** The id, title and segments that stages and milestones share. */
  private head(fields: Fields, example: string) {
    const idValue = fields.need('id', example);
    const id = idValue && idOf(idValue);
    const titleValue = fields.get('title');
    const title = (titleValue && localizedTextOf(titleValue)) ?? { en: id?.value ?? '' };
    const segments = this.segments(fields);
    return { id: id?.value ?? null, title, segments };
  }

  stage(item: Value): AuthoredPart<LifecycleStage> | null {
    const fields = fieldsOf({ ...item, name: 'a stage' }, { known: keysOf('stage') });
    if (!fields) return null;
    const { id, title, segments } = this.head(fields, 'onboarding');
    const [from, when] = [fields.get('from'), fields.get('when')];
    if (from && when)
      return reportAt(when, when.anchor, 'unknown-key', 'a stage begins by "from" or by "when", not both', 'keep one of the two');
    const how = from ?? when;
    if (!how && fields.excuse()) return null;
    if (!how)
      return reportAt(
        item,
        item.anchor,
        'missing-key',
        'a stage does not say when it begins',
        'write e.g. from: 30d after contract.start, or when: and a condition',
      );
    if (from) {
      const dates = this.bySegment(from, segments ?? [], contractDateOf);
      if (dates && dates.all === null)
        return reportAt(
          from,
          from.anchor,
          'missing-key',
          'from does not say when the stage begins for all other segments',
          'write default: 30d after contract.start',
        );
      if (id === null || segments === null || !dates?.all) return null;
      return { definition: { id, title, segments, begins: { kind: 'date', from: dates.all, bySegment: dates.own } }, item, how };
    }
    const condition = this.condition(how, ['lifecycle', 'health']);
    if (id === null || segments === null || !condition) return null;
    const named = { text: condition.text, condition: condition.condition };
    return { definition: { id, title, segments, begins: { kind: 'condition', when: named } }, item, how };
  }

  milestone(item: Value): AuthoredPart<MilestoneDefinition> | null {
    const fields = fieldsOf({ ...item, name: 'a milestone' }, { known: keysOf('milestone') });
    if (!fields) return null;
    const { id, title, segments } = this.head(fields, 'key_behaviour');
    const [reached, event] = [fields.get('reached'), fields.get('event')];
    if (reached && event)
      return reportAt(
        event,
        event.anchor,
        'unknown-key',
        'a milestone is reached by a condition or by an event, not both',
        'keep one of reached and event',
      );
    const how = reached ?? event;
    const byValue = fields.get('by');
    const by = byValue && this.bySegment(byValue, segments ?? [], targetDayOf);
    if (!how && fields.excuse()) return null;
    if (!how)
      return reportAt(
        item,
        item.anchor,
        'missing-key',
        'a milestone does not say how it is reached',
        'write e.g. event: report_saved, or reached: key_action_rate >= 20%',
      );
    const condition = reached && this.condition(reached, ['health']);
    const name = event && knownNameOf(event, 'event', this.names.events ?? null, 'declare it under events: in the metrics file');
    if (id === null || segments === null || (byValue && !by) || (!condition && !name)) return null;
    const when = condition && { text: condition.text, condition: condition.condition };
    return {
      definition: { id, title, segments, event: name?.value ?? null, when, byDay: by?.all ?? null, byDayOf: by?.own ?? {} },
      item,
      how,
    };
  }
}

/** `day 90`: counted from the contract's start, or null after a report. */
function targetDayOf(value: Value): number | null {
  const content = plain(value);
  if (typeof content === 'number')
    return report(value, 'wrong-shape', `${value.name} must be a day such as day 90, this is ${kindOf(value)}`, {
      says: `write day ${content}`,
      write: `day ${content}`,
    });
  const text = textOf(value);
  if (text === null) return null;
  const match = /^day (\d+)$/.exec(text.trim());
  if (!match) {
    const days = /^(\d+) ?d(ays?)?$/.exec(text.trim())?.[1];
    return report(
      value,
      'invalid-value',
      `"${text}" is not a day counted from the contract's start`,
      days ? { says: `write day ${days}`, write: `day ${days}` } : 'write e.g. day 90',
    );
  }
  const day = Number(match[1]);
  if (day >= 1 && day <= 3_650) return day;
  return report(value, 'invalid-value', `day ${match[1]} is not between day 1 and day 3650`, 'write e.g. day 90');
}

/** One lifecycle file, or null after a report; wrong stages and milestones are reported and left out. */
export function readLifecycle(root: Value, names: CatalogueNames): AuthoredLifecycle | null {
  const fields = fieldsOf(root, { known: keysOf('lifecycle_file') });
  if (!fields) return null;
  const [stages, milestones] = [fields.get('stages'), fields.get('milestones')];
  if (!stages && !milestones) {
    if (fields.excuse()) return null;
    return reportAt(
      root,
      root.anchor,
      'missing-key',
      'the file has neither stages nor milestones',
      'write e.g. stages: [{ id: onboarding, from: 0d after contract.start }]',
    );
  }
  const reader = new LifecycleReader(names);
  const items = (value: Value | null, what: string): readonly Value[] => {
    const list = value && listOf(value, what);
    if (value && list?.length === 0) report(value, 'invalid-value', `${value.name} is an empty list`, 'remove the key');
    return list ?? [];
  };
  return {
    root,
    stages: items(stages, 'stages').flatMap((item) => reader.stage(item) ?? []),
    milestones: items(milestones, 'milestones').flatMap((item) => reader.milestone(item) ?? []),
  };
}

/** Stages and milestones of all files as they are compiled. */
export function lifecycleOf(files: readonly AuthoredLifecycle[]): Lifecycle {
  return {
    stages: files.flatMap(({ stages }) => stages.map(({ definition }) => definition)),
    milestones: files.flatMap(({ milestones }) => milestones.map(({ definition }) => definition)),
  };
}
