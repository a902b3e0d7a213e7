import { nameScope, type NameScope } from '../condition/name-scope.js';
import type { DeclaredParameter } from '../condition/name-scope.js';
import type { AuthoredStep, Located } from '../model/playbook.js';
import { stepIdsWithin } from './playbook-scope.js';
import { readVerb } from './read-verb.js';
import { idOf } from './scalars.js';
import { outcomeWords, type Outcomes, type StepBase, type VerbContext } from './step-context.js';
import { modifiersOf } from './step-modifiers.js';
import { fieldsOf, isMapping, kindOf, listOf, placeOf, plain, report, reportAt, type Fields, type Value } from './value.js';
import { readBranch } from './verbs/branch.js';
import type { Elsewhere, InnerSteps } from './verbs/inner-steps.js';
import { readParallel } from './verbs/parallel.js';
import { keysOf } from './vocabulary/mappings.js';
import { STEP_VERBS } from './vocabulary/step-keys.js';

/** Branch and parallel inside each other; what an included playbook adds counts as well. */
export const MAX_NESTING = 3;
/** `<step>.outcome` must not read like a built-in name. */
const FAMILIES = [
  'health',
  'user_health',
  'judgement',
  'account',
  'contract',
  'lifecycle',
  'parameter',
  'contact',
  'metric',
  'playbook',
  'outcome',
];

const VERB_ADVICE = `write one of ${STEP_VERBS.join(', ')}`;

interface ReadStep {
  readonly step: AuthoredStep | null;
  readonly after: Outcomes;
}

/** Reads steps in order, so that each condition sees exactly the outcomes of the steps before it. */
export class StepsReader {
  /** Why the outcome of a step cannot be read: it has none. */
  private readonly silent = new Map<string, string>();
  /** Why the outcome of a step cannot be read at the place that is being read: it runs elsewhere. */
  private elsewhere: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly allIds: readonly string[],
    private readonly context: VerbContext,
    private readonly declared: Readonly<Record<string, DeclaredParameter>> | null,
  ) {}

  /** What a condition after the given steps may name. */
  scope(visible: Outcomes): NameScope {
    const unreadable = new Map<string, string>();
    for (const id of this.allIds) {
      if (visible.has(id)) continue;
      unreadable.set(id, this.silent.get(id) ?? this.elsewhere.get(id) ?? 'the step comes later, or is this one');
    }
    return nameScope(this.context.names, { outcomes: visible, unreadable, insideRun: true, parameters: this.declared });
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

  private step(item: Value, before: Outcomes, depth: number): ReadStep {
    // Messages about a whole step point at its first line.
    const place = placeOf(item);
    if (!isMapping(item)) {
      const advice = 'write id: and one verb, e.g. { id: settle, wait: 7d }';
      report(item, 'wrong-shape', `a step must be a mapping, this is ${kindOf(item)}`, advice);
      return { step: null, after: before };
    }
    const fields = fieldsOf(
      { ...item, name: 'a step', anchor: place },
      { known: keysOf('step'), instead: VERB_ADVICE },
    ) as Fields;
    const verbs = STEP_VERBS.filter((one) => fields.has(one));
    const [verb, second] = verbs;
    // A word that is no verb was meant as one: asked before the id, so that it does not stand for that.
    const refused = !verb && fields.excuse();
    const idValue = fields.need('id', 'first_call');
    const id = idValue && this.stepId(idValue);
    const written = idValue && plain(idValue);
    const key = typeof written === 'string' ? written : null;
    if (!verb || second) {
      const extra = second && fields.get(second);
      const message = `a step does one thing, this has ${verbs.join(' and ')}`;
      if (extra) reportAt(extra, extra.anchor, 'verb-count', message, 'make two steps of it');
      else if (!refused) reportAt(item, place, 'verb-count', 'a step needs a verb', VERB_ADVICE);
      return { step: null, after: this.unknown(item, before) };
    }
    const value = fields.get(verb) as Value;
    const scope = this.scope(before);
    const base: StepBase = {
      id: id ?? { value: key ?? '', span: item.reader.source.span(place) },
      span: item.reader.source.span(value.anchor),
      ...modifiersOf(fields, verb, scope, this.context.parameters),
    };
    if (outcomeWords(verb, null) === undefined && key !== null) this.silent.set(key, `a step with ${verb} has no outcome`);
    if (verb === 'branch' || verb === 'parallel') {
      const read = this.nested(verb, value, base, before, depth);
      return { step: id && read.step, after: read.step ? read.after : this.unknown(item, read.after) };
    }
    const step = readVerb(verb, value, base, { ...this.context, scope });
    const words = outcomeWords(verb, step);
    const after = words === undefined || key === null ? before : new Map([...before, [key, words] as const]);
    return { step: id && step, after };
  }

  private nested(verb: 'branch' | 'parallel', value: Value, base: StepBase, before: Outcomes, depth: number): ReadStep {
    if (depth >= MAX_NESTING) {
      const message = `branch and parallel are nested deeper than ${MAX_NESTING} levels`;
      reportAt(value, value.anchor, 'nesting-too-deep', message, `make a second ${verb} after this one`);
      return { step: null, after: before };
    }
    const inner: InnerSteps = {
      steps: (steps, visible, elsewhere) => this.inside(elsewhere, () => this.steps(steps, visible, depth + 1)),
      scope: (visible, elsewhere) => this.inside(elsewhere, () => this.scope(visible)),
    };
    if (verb === 'branch') {
      const { branch, after } = readBranch(value, inner, before);
      return { step: branch && { ...base, verb, ...branch }, after };
    }
    const { parallel, after } = readParallel(value, inner, before);
    return { step: parallel && { ...base, verb, ...parallel }, after };
  }

  /** Reads something while some steps run elsewhere. */
  private inside<T>({ ids, reason }: Elsewhere, read: () => T): T {
    const outer = this.elsewhere;
    this.elsewhere = new Map([...outer, ...ids.map((id) => [id, reason] as const)]);
    const result = read();
    this.elsewhere = outer;
    return result;
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
}
