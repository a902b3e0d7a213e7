import { walkCondition } from '../condition/walk-condition.js';
import type { Condition } from '../model/condition.js';
import type { ContractDate, LifecycleStage } from '../model/catalogue.js';
import { roughDays } from './contract-date.js';
import type { AuthoredLifecycle, AuthoredPart } from './read-lifecycle.js';
import { report, reportAt } from './value.js';

function repeatedIds(parts: readonly AuthoredPart<{ readonly id: string }>[], what: string): void {
  const known = new Set<string>();
  for (const { definition, item } of parts) {
    if (known.has(definition.id)) {
      const advice = 'write one entry; by and from take a value per segment: { default: ..., enterprise: ... }';
      report(item, 'duplicate-id', `the ${what} ${definition.id} is defined twice`, advice);
    }
    known.add(definition.id);
  }
}

function dateFor({ begins }: LifecycleStage, segment: string | null): ContractDate | null {
  if (begins.kind === 'condition') return null;
  return (segment === null ? undefined : begins.bySegment[segment]) ?? begins.from;
}

/** The segments that a stage treats differently from the rest, and the rest (null). */
function viewsOf(stages: readonly LifecycleStage[], segments: readonly string[]): readonly (string | null)[] {
  if (segments.length > 0) return segments;
  const named = stages.flatMap(({ begins }) => (begins.kind === 'date' ? Object.keys(begins.bySegment) : []));
  return [null, ...new Set(named)];
}

/** Whether an account of a stage's segments is always in `later` as soon as the stage has begun. */
function hides(later: LifecycleStage, stage: LifecycleStage): boolean {
  if (later.segments.length > 0 && !stage.segments.every((id) => later.segments.includes(id))) return false;
  if (later.segments.length > 0 && stage.segments.length === 0) return false;
  return viewsOf([later, stage], stage.segments).every((segment) => {
    const [own, other] = [dateFor(stage, segment), dateFor(later, segment)];
    return own !== null && other !== null && own.anchor === other.anchor && roughDays(other) <= roughDays(own);
  });
}

function judgeStages(stages: readonly AuthoredPart<LifecycleStage>[]): void {
  stages.forEach(({ definition, how }, index) => {
    const hidden = stages.slice(0, index).find((before) => hides(definition, before.definition));
    if (!hidden || hidden.definition.id === definition.id) return;
    const message = `${definition.id} has begun whenever ${hidden.definition.id} begins, so no account is ever in ${hidden.definition.id}`;
    report(how, 'unreachable-stage', message, 'write the stages in the order in which they begin');
  });
}

const STAGE = 'lifecycle.stage';

/** The milestones a condition asks for, and the stage. */
function needsOf(condition: Condition): readonly string[] {
  const needs: string[] = [];
  walkCondition(condition, (expression) => {
    if (expression.kind === 'reference' && expression.to === 'milestone') needs.push(expression.id);
    if (expression.kind === 'name' && (expression.path.startsWith('lifecycle.') || expression.path === 'days_in_stage'))
      needs.push(STAGE);
  });
  return needs;
}

/** The way from a node back to itself, or null. */
function circleFrom(start: string, needs: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const seen = new Set<string>();
  const search = (node: string, path: readonly string[]): readonly string[] | null => {
    for (const next of needs.get(node) ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...path, next]);
      if (found) return found;
    }
    return null;
  };
  return search(start, [start]);
}

/** Milestones and stages that are defined through each other have no beginning. Each circle is told once. */
function judgeCircles({ stages, milestones }: Pick<AuthoredLifecycle, 'stages' | 'milestones'>): void {
  const needs = new Map<string, readonly string[]>();
  const begins = stages.flatMap(({ definition }) =>
    definition.begins.kind === 'condition' ? definition.begins.when.condition : [],
  );
  needs.set(STAGE, begins.flatMap(needsOf));
  for (const { definition } of milestones) if (definition.when) needs.set(definition.id, needsOf(definition.when.condition));
  const told = new Set<string>();
  for (const { definition, how } of milestones) {
    if (told.has(definition.id)) continue;
    const circle = circleFrom(definition.id, needs);
    if (!circle) continue;
    for (const node of circle) told.add(node);
    const message = `${definition.id} is reached through itself: ${circle.join(' -> ')}`;
    report(how, 'definition-cycle', message, 'use a metric or an event in one of them');
  }
}

/** Checks that need all of them: ids, stages nobody is ever in, circles. */
export function joinLifecycles(files: readonly AuthoredLifecycle[]): void {
  const [first, ...others] = files.filter(({ stages }) => stages.length > 0);
  for (const { root } of others)
    reportAt(
      root,
      root.anchor,
      'duplicate-id',
      `the stages are already defined in ${first?.root.reader.source.file ?? 'another file'}`,
      'stages are an order, so they stand in one file',
    );
  // Those of other files were told with their file.
  const stages = first?.stages ?? [];
  const milestones = files.flatMap((file) => file.milestones);
  repeatedIds(stages, 'stage');
  repeatedIds(milestones, 'milestone');
  judgeStages(stages);
  judgeCircles({ stages, milestones });
}
