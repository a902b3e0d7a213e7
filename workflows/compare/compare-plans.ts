import type { Plan, PlanStep, PlanTemplates } from '../model/plan.js';
import { fieldsOf } from './fields-of.js';
import { stepPlaces, type StepPlace } from './step-places.js';

/** One thing that differs between two versions of a playbook. */
export interface PlanChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** `start`, `enroll`, `step settle`, `exit churned`, `template welcome (zh)`. */
  readonly subject: string;
  /** What of it: `wait`, `due`, `escalate after`; null = the whole. */
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** The step it is about, which live runs may stand before; null = none. */
  readonly step: string | null;
}

/** A plan and the templates pinned with it. */
export interface PlanWithTemplates {
  readonly plan: Plan;
  readonly templates: PlanTemplates;
}

/** Fields that follow from the rest of a step, or are told by its place. */
const STRUCTURE = ['verb', 'next', 'arms', 'otherwise', 'lanes'];
/** The field that is the verb's own value, called by the verb: `wait 7d -> 5d`. */
const MAIN: Readonly<Partial<Record<PlanStep['verb'], string>>> = { wait: 'duration' };

function stepFields(step: PlanStep): ReadonlyMap<string, string> {
  const rest = Object.fromEntries(Object.entries(step).filter(([key]) => !STRUCTURE.includes(key)));
  const fields = new Map<string, string>();
  for (const [label, text] of fieldsOf(rest)) fields.set(label === MAIN[step.verb] ? step.verb : label, text);
  if (step.verb === 'branch') step.arms.forEach(({ when }, index) => fields.set(`arm ${index + 1} when`, when.text));
  return fields;
}

function compareFields(
  subject: string,
  step: string | null,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly PlanChange[] {
  const labels = [...new Set([...before.keys(), ...after.keys()])];
  return labels.flatMap((field): readonly PlanChange[] => {
    const [old, now] = [before.get(field) ?? null, after.get(field) ?? null];
    return old === now ? [] : [{ kind: 'changed', subject, field, before: old, after: now, step }];
  });
}

/** Things with an id of their own: added, removed, or compared field by field. */
function compareKeyed<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  name: (id: string) => string,
  describe: (item: T) => string,
  fields: (item: T) => ReadonlyMap<string, string>,
): readonly PlanChange[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((id): readonly PlanChange[] => {
    const [old, now] = [before.get(id), after.get(id)];
    const whole = { subject: name(id), field: null, step: null };
    if (old === undefined) return now === undefined ? [] : [{ kind: 'added', ...whole, before: null, after: describe(now) }];
    if (now === undefined) return [{ kind: 'removed', ...whole, before: describe(old), after: null }];
    return compareFields(name(id), null, fields(old), fields(now));
  });
}

/** Common steps of one list whose order changed: those outside the longest run that kept its order. */
function movedWithin(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const position = new Map(before.map((id, index) => [id, index]));
  const order = after.map((id) => position.get(id) ?? -1);
  const best: { length: number; previous: number }[] = [];
  order.forEach((value, index) => {
    let entry = { length: 1, previous: -1 };
    for (let earlier = 0; earlier < index; earlier += 1) {
      const candidate = best[earlier];
      if (candidate && (order[earlier] ?? -1) < value && candidate.length >= entry.length)
        entry = { length: candidate.length + 1, previous: earlier };
    }
    best.push(entry);
  });
  const kept = new Set<string>();
  let at = best.reduce((top, entry, index) => (entry.length > (best[top]?.length ?? 0) ? index : top), 0);
  while (at >= 0 && at < after.length) {
    kept.add(after[at] ?? '');
    at = best[at]?.previous ?? -1;
  }
  return new Set(after.filter((id) => !kept.has(id)));
}

function placeText({ list, after }: StepPlace): string {
  const where = list === '' ? '' : ` in ${list}`;
  return `${after === null ? 'first' : `after ${after}`}${where}`;
}

function movedSteps(before: ReadonlyMap<string, StepPlace>, after: ReadonlyMap<string, StepPlace>): readonly PlanChange[] {
  const common = [...after.keys()].filter((id) => before.has(id));
  const staying = common.filter((id) => before.get(id)?.list === after.get(id)?.list);
  const shuffled = new Set<string>();
  for (const list of new Set(staying.map((id) => after.get(id)?.list))) {
    const here = (places: ReadonlyMap<string, StepPlace>): string[] =>
      [...places.keys()].filter((id) => staying.includes(id) && places.get(id)?.list === list);
    for (const id of movedWithin(here(before), here(after))) shuffled.add(id);
  }
  return common.flatMap((id): readonly PlanChange[] => {
    if (staying.includes(id) && !shuffled.has(id)) return [];
    const [old, now] = [before.get(id), after.get(id)];
    if (!old || !now) return [];
    return [{ kind: 'moved', subject: `step ${id}`, field: null, before: placeText(old), after: placeText(now), step: id }];
  });
}

function compareSteps(before: Plan, after: Plan): readonly PlanChange[] {
  const [oldPlaces, newPlaces] = [stepPlaces(before), stepPlaces(after)];
  const changed = [...new Set([...after.order, ...before.order])].flatMap((id): readonly PlanChange[] => {
    const [old, now] = [before.steps[id], after.steps[id]];
    const whole = { subject: `step ${id}`, step: id };
    const place = (places: ReadonlyMap<string, StepPlace>): string => {
      const found = places.get(id);
      return found ? placeText(found) : '';
    };
    if (!old)
      return now ? [{ kind: 'added', ...whole, field: null, before: null, after: `${now.verb}, ${place(newPlaces)}` }] : [];
    if (!now) return [{ kind: 'removed', ...whole, field: null, before: `${old.verb}, ${place(oldPlaces)}`, after: null }];
    if (old.verb !== now.verb) return [{ kind: 'changed', ...whole, field: 'verb', before: old.verb, after: now.verb }];
    return compareFields(`step ${id}`, id, stepFields(old), stepFields(now));
  });
  return [...changed, ...movedSteps(oldPlaces, newPlaces)];
}

function templateTexts(templates: PlanTemplates): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const texts = new Map<string, Readonly<Record<string, unknown>>>();
  for (const [name, locales] of Object.entries(templates))
    for (const [locale, source] of Object.entries(locales)) texts.set(`${name} (${locale})`, { ...source });
  return texts;
}

/**
 * What is different between two versions of a playbook, part by part, in the words of the language.
 * The version number itself is not a change. Empty = they say the same.
 */
export function comparePlans(before: PlanWithTemplates, after: PlanWithTemplates): readonly PlanChange[] {
  const [old, now] = [before.plan, after.plan];
  const part = (subject: string, read: (plan: Plan) => unknown): readonly PlanChange[] =>
    compareFields(subject, null, fieldsOf(read(old)), fieldsOf(read(now)));
  const byId = <T extends { readonly id: string }>(items: readonly T[] | undefined): ReadonlyMap<string, T> =>
    new Map((items ?? []).map((item) => [item.id, item]));
  const brief = (item: unknown): string => [...fieldsOf(item)].map(([label, text]) => `${label} ${text}`).join(', ');
  return [
    ...part('playbook', ({ title, goal, owner, timezone, whenPaused }) => ({ title, goal, owner, timezone, whenPaused })),
    ...part('start', ({ start }) => start),
    ...part('enroll', ({ enroll }) => enroll),
    ...compareSteps(old, now),
    ...compareKeyed(byId(old.exits), byId(now.exits), (id) => `exit ${id}`, brief, fieldsOf),
    ...part('verify', ({ verify }) => verify && { after: verify.after }),
    ...compareKeyed(byId(old.verify?.objective), byId(now.verify?.objective), (id) => `objective ${id}`, brief, fieldsOf),
    ...compareKeyed(byId(old.verify?.subjective), byId(now.verify?.subjective), (id) => `question ${id}`, brief, fieldsOf),
    ...compareKeyed(
      templateTexts(before.templates),
      templateTexts(after.templates),
      (id) => `template ${id}`,
      ({ subject }) => `"${String(subject)}"`,
      fieldsOf,
    ),
  ];
}
