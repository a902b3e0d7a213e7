import { nearest } from '../model/did-you-mean.js';
import { nameScope, type NameScope } from '../condition/name-scope.js';
import type { AuthoredArm, AuthoredBranch, AuthoredStep, Located } from '../model/playbook.js';
import { conditionOf } from './condition-value.js';
import { stepIdsWithin, type BookNames } from './playbook-scope.js';
import { readVerb, type VerbContext } from './read-verb.js';
import { idOf } from './scalars.js';
import { fieldsOf, isMapping, kindOf, listOf, placeOf, plain, report, reportAt, type Fields, type Value } from './value.js';

const VERBS = ['email', 'in_app', 'task', 'check', 'wait', 'branch'] as const;
type Verb = (typeof VERBS)[number];
const LATER = ['ask', 'wait_for', 'parallel', 'webhook', 'chat', 'set', 'playbook', 'when', 'retry', 'if_it_fails'];
const MAX_NESTING = 3;
/** `<step>.outcome` must not read like a built-in name. */
const FAMILIES = ['health', 'account', 'contract', 'lifecycle', 'contact', 'metric', 'playbook', 'outcome'];

type Outcomes = ReadonlyMap<string, readonly string[] | null>;

/** The words a step's outcome can have; null = not known, because the step was reported. */
function wordsOf(verb: Verb, step: AuthoredStep | null): readonly string[] | null {
  if (verb === 'email') return ['sent'];
  if (verb === 'in_app') return ['posted'];
  if (verb === 'check') return ['met', 'not_met', 'unknown'];
  if (step?.verb !== 'task' || step.outcomes.length === 0) return null;
  return [...step.outcomes.map(({ value }) => value), 'expired'];
}

/** Reads steps in order, so that each condition sees exactly the outcomes of the steps before it. */
export class StepsReader {
  private readonly done = new Set<string>();
  private readonly silent = new Set<string>();

  constructor(
    private readonly names: BookNames,
    private readonly allIds: readonly string[],
    private readonly verbs: VerbContext,
  ) {}

  /** What a condition after the given steps may name. */
  scope(visible: Outcomes): NameScope {
    const unreadable = new Map<string, string>();
    for (const id of this.allIds) {
      if (visible.has(id)) continue;
      const reason = this.silent.has(id)
        ? 'a wait or a branch has no outcome'
        : this.done.has(id)
          ? 'the step is in another arm of the branch'
          : 'the step comes later, or is this one';
      unreadable.set(id, reason);
    }
    return nameScope(this.names, { outcomes: visible, unreadable, insideRun: true });
  }

  /** The steps of a list, with the outcomes that can be read after it. */
  steps(value: Value, before: Outcomes, depth: number): { steps: readonly AuthoredStep[]; after: Outcomes } {
    const items = listOf(value, 'steps');
    const steps: AuthoredStep[] = [];
    let visible = before;
    for (const item of items ?? []) {
      const read = this.step(item, visible, depth);
      if (read.step) steps.push(read.step);
      visible = read.after;
    }
    return { steps, after: visible };
  }

  private step(item: Value, before: Outcomes, depth: number): { step: AuthoredStep | null; after: Outcomes } {
    if (!isMapping(item)) {
      report(
        item,
        'wrong-shape',
        `a step must be a mapping, this is ${kindOf(item)}`,
        'write id: and one verb, e.g. { id: settle, wait: 7d }',
      );
      return { step: null, after: before };
    }
    const errors = item.reader.diagnostics.errors();
    const fields = fieldsOf(
      { ...item, name: 'a step', anchor: this.firstKey(item) },
      { known: ['id', ...VERBS], later: LATER },
    ) as Fields;
    const refused = item.reader.diagnostics.errors() > errors;
    const idValue = fields.need('id', 'first_call');
    const id = idValue && this.stepId(idValue);
    const written = idValue && plain(idValue);
    const key = typeof written === 'string' ? written : null;
    const verbs = VERBS.filter((verb) => fields.has(verb));
    const [verb, second] = verbs;
    if (!verb || second) {
      const extra = second && fields.get(second);
      if (extra)
        reportAt(
          extra,
          extra.anchor,
          'verb-count',
          `a step does one thing, this has ${verbs.join(' and ')}`,
          'make two steps of it',
        );
      // A step whose only verb was refused already has its message.
      else if (!refused)
        reportAt(item, this.firstKey(item), 'verb-count', 'a step needs a verb', `write one of ${VERBS.join(', ')}`);
      return { step: null, after: this.unknown(item, before) };
    }
    const value = fields.get(verb) as Value;
    const base = {
      id: id ?? { value: key ?? '', span: item.reader.source.span(placeOf(item)) },
      span: item.reader.source.span(value.anchor),
    };
    if (verb === 'branch') {
      if (key !== null) this.silent.add(key);
      const read = this.branch(value, before, depth);
      if (key !== null) this.done.add(key);
      const after = read.branch ? read.after : this.unknown(item, read.after);
      return { step: id && read.branch ? { ...base, verb, ...read.branch } : null, after };
    }
    if (verb === 'wait' && key !== null) this.silent.add(key);
    const step = readVerb(verb, value, base, this.scope(before), this.verbs);
    if (key !== null) this.done.add(key);
    const after = verb === 'wait' || key === null ? before : new Map([...before, [key, wordsOf(verb, step)] as const]);
    return { step: id ? step : null, after };
  }

  /** A step that was reported: its outcome, and those of the steps inside it, can be anything from here on. */
  private unknown(item: Value, before: Outcomes): Outcomes {
    return new Map([...before, ...stepIdsWithin(item).map((id) => [id, null] as const)]);
  }

  private stepId(value: Value): Located<string> | null {
    const id = idOf(value);
    if (!id || !FAMILIES.includes(id.value)) return id;
    return report(value, 'invalid-id', `"${id.value}" has a meaning in the language`, 'choose another id');
  }

  /** Messages about a whole step point at its first line. */
  private firstKey(item: Value): { start: number; end: number } {
    return placeOf(item);
  }

  private branch(
    value: Value,
    before: Outcomes,
    depth: number,
  ): { branch: Pick<AuthoredBranch, 'arms' | 'otherwise'> | null; after: Outcomes } {
    if (depth >= MAX_NESTING) {
      reportAt(
        value,
        value.anchor,
        'nesting-too-deep',
        `branches are nested deeper than ${MAX_NESTING} levels`,
        'make a second branch after this one',
      );
      return { branch: null, after: before };
    }
    const items = listOf(value, 'arms');
    if (!items) return { branch: null, after: before };
    const arms: AuthoredArm[] = [];
    let otherwise: readonly AuthoredStep[] | null = null;
    let after: Outcomes = before;
    const join = (outcomes: Outcomes): void => {
      after = new Map([...after, ...outcomes]);
    };
    items.forEach((item, index) => {
      const fields = fieldsOf({ ...item, name: 'an arm' }, { known: ['when', 'then', 'otherwise'] });
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
        const read = this.steps(last, before, depth + 1);
        otherwise = read.steps;
        join(read.after);
        return;
      }
      const condition = when && conditionOf(when, this.scope(before));
      if (!when) fields.need('when', 'call_owner.outcome is "reached"');
      const thenValue = then ?? fields.need('then', '[]');
      const read = thenValue && this.steps(thenValue, before, depth + 1);
      if (read) join(read.after);
      if (condition && read) arms.push({ when: condition, steps: read.steps });
    });
    if (otherwise === null) {
      const near = items.flatMap((item) =>
        isMapping(item) ? [...(fieldsOf({ ...item }, { known: [], open: true })?.keys() ?? [])] : [],
      );
      const typo = near.some((key) => nearest(key, ['otherwise']) !== null && key !== 'otherwise');
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
    return { branch: { arms, otherwise }, after };
  }
}
