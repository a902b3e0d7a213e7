import type { DeclaredParameter } from '../condition/name-scope.js';
import type { Playbook, AuthoredStep } from '../model/playbook.js';
import { DEFAULTS } from './defaults.js';
import { knownZone } from './known-zone.js';
import { outsideSteps, stepIdsOf, type BookNames, wordsWithin } from './playbook-scope.js';
import { readEnroll } from './read-enroll.js';
import type { Parameters } from './parameters.js';
import { readExits } from './read-exits.js';
import { readParameters } from './read-parameters.js';
import { readStart } from './read-start.js';
import { StepsReader } from './read-steps.js';
import { readScenario, readTests } from './read-tests.js';
import { readVerify } from './read-verify.js';
import type { VerbContext } from './step-context.js';
import { idOf, integerOf, localizedTextOf, oneOf, textOf } from './scalars.js';
import type { TestScope } from './test-scope.js';
import { templatePaths } from './template-paths.js';
import { fieldsOf, isMapping, listOf, plain, report, reportAt, isList, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

function timezoneOf(value: Value): string | null {
  const text = textOf(value);
  if (text === null) return null;
  if (text === 'account' || text === 'contact' || knownZone(text)) return text;
  return report(
    value,
    'invalid-value',
    `"${text}" is not a time zone`,
    'write account, contact, or a zone such as Europe/Berlin',
  );
}

/** The steps of a list at any depth, in the order they are written; the steps of an included playbook are not among them. */
export function flatten(steps: readonly AuthoredStep[]): readonly AuthoredStep[] {
  return steps.flatMap((step) => [step, ...innerSteps(step).flatMap(flatten)]);
}

/** The lists of steps that a step holds. */
export function innerSteps(step: AuthoredStep): readonly (readonly AuthoredStep[])[] {
  if (step.verb === 'branch') return [...step.arms.map((arm) => arm.steps), step.otherwise];
  return step.verb === 'parallel' ? step.lanes.map((lane) => lane.steps) : [];
}

/** What conditions may name of the parameters; null = one was reported, so any name passes. */
function declaredOf(parameters: Parameters): Readonly<Record<string, DeclaredParameter>> | null {
  const declared: Record<string, DeclaredParameter> = {};
  for (const [name, parameter] of parameters) {
    if (!parameter) return null;
    const { type, values, default: fallback } = parameter;
    const unit = typeof fallback === 'object' && fallback !== null ? fallback.unit : null;
    declared[name] = { type, values, inexact: unit === 'mo' || unit === 'bd' };
  }
  return declared;
}

/** More than any SOP has; what is done with steps can grow with their square. */
const MOST_STEPS = 500;

/** Ids of a list of mappings, shapes not judged. */
function idsIn(value: Value | null): readonly string[] {
  if (!value || !isList(value)) return [];
  return (listOf(value, 'entries') ?? []).flatMap((item) => {
    const id = isMapping(item) ? fieldsOf(item, { known: [], open: true })?.get('id') : null;
    const text = id && plain(id);
    return typeof text === 'string' ? [text] : [];
  });
}

/**
 * Reads a whole playbook: everything wrong is reported at once. Null when too little is left to speak of a playbook;
 * what comes back may have holes when its file has errors, so only a file without errors may be compiled.
 * @param scenario a test in a file of its own, read in place of the playbook's tests
 */
export function readPlaybook(root: Value, names: BookNames, scenario: Value | null = null): Playbook | null {
  const fields = fieldsOf(root, { known: keysOf('playbook') });
  if (!fields) return null;
  const idValue = fields.need('id', 'usage_drop_rescue');
  const id = idValue && idOf(idValue);
  const versionValue = fields.need('version', '1');
  const version = versionValue && integerOf(versionValue, 1, 1_000_000);
  const titleValue = fields.need('title', '{ en: Rescue an account, zh: ... }');
  const title = titleValue && localizedTextOf(titleValue);
  const ownerValue = fields.need('owner', 'cs-ops@acme.example');
  const owner = ownerValue && textOf(ownerValue);
  const goalValue = fields.need('goal', 'Logins up 20% in 30 days');
  const goal = goalValue && textOf(goalValue);
  const zoneValue = fields.get('timezone');
  const timezone = (zoneValue && timezoneOf(zoneValue)) ?? DEFAULTS.timezone;

  const pausedValue = fields.get('when_paused');
  const whenPaused = pausedValue && oneOf(pausedValue, ['extend', 'keep'] as const);
  const parameters = readParameters(fields.get('parameters'));
  const declared = declaredOf(parameters);

  const stepsValue = fields.need('steps', '[{ id: settle, wait: 7d }]');
  const stepIds = stepIdsOf(stepsValue);
  const outside = outsideSteps(names, stepIds, { parameters: declared });
  const { diagnostics } = root.reader;
  // A place that was reported may be what something else in the file refers to: that is no second mistake.
  const doubtful = new Set<string>();
  const doubtAfter = (errors: number, value: Value | null): void => {
    if (diagnostics.errors() > errors) for (const word of wordsWithin(value)) doubtful.add(word);
  };
  const beforeStart = diagnostics.errors();
  const startValue = fields.need('start', '{ check: daily at 08:00, all: [health.score < 60] }');
  const start = startValue && readStart(startValue, { names, scope: outside, parameters });
  const enroll = readEnroll(fields.get('enroll'), outside, parameters);
  const gatesKnown = diagnostics.errors() === beforeStart;

  const { metrics, attributes } = names;
  const speaking = stepIdsOf(stepsValue, true);
  const titlePaths = metrics && templatePaths({ metrics, attributes }, speaking, false, parameters.keys());
  const context: VerbContext = { names, parameters, titlePaths };
  const beforeSteps = diagnostics.errors();
  const reader = new StepsReader(stepIds, context, declared);
  const tooMany = stepsValue !== null && stepIds.length > MOST_STEPS;
  if (tooMany) {
    const message = `the playbook has more than ${MOST_STEPS} steps`;
    reportAt(stepsValue, stepsValue.anchor, 'yaml-limit', message, 'make playbooks of parts of it and include them');
  }
  const { steps, after } = stepsValue && !tooMany ? reader.steps(stepsValue, new Map(), 0) : { steps: [], after: new Map() };
  if (stepsValue && !tooMany && isList(stepsValue) && listOf(stepsValue, 'steps')?.length === 0) {
    reportAt(stepsValue, stepsValue.anchor, 'invalid-value', 'steps is an empty list', 'write at least one step');
  }
  doubtAfter(beforeSteps, stepsValue);
  const exitsValue = fields.get('exit');
  const beforeExits = diagnostics.errors();
  const exits = readExits(exitsValue, outsideSteps(names, stepIds, { insideRun: true, parameters: declared }), context);
  doubtAfter(beforeExits, exitsValue);
  const beforeVerify = diagnostics.errors();
  const verifyValue = fields.get('verify');
  const verify = readVerify(verifyValue, reader.scope(after), context);
  doubtAfter(beforeVerify, verifyValue);
  const gates = [...(start && start.kind !== 'manual' ? (start.when?.of ?? []) : []), ...enroll.only, ...enroll.never];
  const scope: TestScope = {
    names,
    steps: flatten(steps),
    stepIds,
    outcomes: after,
    exits: idsIn(exitsValue),
    subjective: verify?.subjective ?? [],
    doubtful,
    gates,
    gatesKnown,
    gateScope: outside,
  };
  const told = scenario && readScenario(scenario, scope);
  const tests = scenario ? (told ? [told] : []) : readTests(fields.get('tests'), scope);
  if (!id || version === null || !versionValue || !title || !start) return null;
  return {
    file: root.reader.source.file,
    id,
    version: { value: version, span: root.reader.source.span(versionValue.anchor) },
    title,
    owner: owner ?? '',
    goal: goal ?? '',
    timezone,
    ...(whenPaused ? { whenPaused } : {}),
    parameters: [...parameters.values()].filter((one) => one !== null),
    start,
    enroll,
    steps,
    stepIds: [...new Set([...stepIds, ...doubtful])],
    exits,
    verify,
    tests,
  };
}
