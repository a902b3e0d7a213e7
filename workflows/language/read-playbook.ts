import type { Playbook, AuthoredStep } from '../model/playbook.js';
import { DEFAULTS } from './defaults.js';
import { knownZone } from './known-zone.js';
import { outsideSteps, stepIdsOf, type BookNames } from './playbook-scope.js';
import { readEnroll } from './read-enroll.js';
import { readExits, readVerify } from './read-exits.js';
import { readStart } from './read-start.js';
import { StepsReader } from './read-steps.js';
import { readTests } from './read-tests.js';
import { idOf, integerOf, localizedTextOf, textOf } from './scalars.js';
import { templatePaths } from './template-paths.js';
import { fieldsOf, isMapping, listOf, plain, report, reportAt, isList, type Value } from './value.js';

const KEYS = [
  'apiVersion',
  'kind',
  'id',
  'version',
  'title',
  'owner',
  'goal',
  'timezone',
  'start',
  'enroll',
  'steps',
  'exit',
  'verify',
  'tests',
];

function timezoneOf(value: Value): string | null {
  const text = textOf(value);
  if (text === null) return null;
  if (text === 'contact') return report(value, 'not-available-yet', 'timezone: contact is not available yet', 'write account');
  if (text === 'account' || knownZone(text)) return text;
  return report(value, 'invalid-value', `"${text}" is not a time zone`, 'write account, or a zone such as Europe/Berlin');
}

export function flatten(steps: readonly AuthoredStep[]): readonly AuthoredStep[] {
  return steps.flatMap((step) =>
    step.verb === 'branch' ? [step, ...step.arms.flatMap((arm) => flatten(arm.steps)), ...flatten(step.otherwise)] : [step],
  );
}

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
 */
export function readPlaybook(root: Value, names: BookNames): Playbook | null {
  const fields = fieldsOf(root, { known: KEYS });
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

  const stepsValue = fields.need('steps', '[{ id: settle, wait: 7d }]');
  const stepIds = stepIdsOf(stepsValue);
  const outside = outsideSteps(names, stepIds, false);
  const startValue = fields.need('start', '{ check: daily at 08:00, all: [health.score < 60] }');
  const start = startValue && readStart(startValue, outside);
  const enroll = readEnroll(fields.get('enroll'), outside);

  const titlePaths = names.metrics && templatePaths({ metrics: names.metrics }, stepIds, false);
  const reader = new StepsReader(names, stepIds, { titlePaths });
  const { steps, after } = stepsValue ? reader.steps(stepsValue, new Map(), 0) : { steps: [], after: new Map() };
  if (stepsValue && isList(stepsValue) && listOf(stepsValue, 'steps')?.length === 0) {
    reportAt(stepsValue, stepsValue.anchor, 'invalid-value', 'steps is an empty list', 'write at least one step');
  }
  const exitsValue = fields.get('exit');
  const exits = readExits(exitsValue, outsideSteps(names, stepIds, true));
  const verify = readVerify(fields.get('verify'), reader.scope(after));
  const gates = [...(start && start.kind !== 'manual' ? (start.when?.of ?? []) : []), ...enroll.only, ...enroll.never];
  const tests = readTests(fields.get('tests'), {
    names,
    steps: flatten(steps),
    stepIds,
    outcomes: after,
    exits: idsIn(exitsValue),
    gates,
    gateScope: outside,
  });
  if (!id || version === null || !versionValue || !title || !start) return null;
  return {
    file: root.reader.source.file,
    id,
    version: { value: version, span: root.reader.source.span(versionValue.anchor) },
    title,
    owner: owner ?? '',
    goal: goal ?? '',
    timezone,
    parameters: [],
    start,
    enroll,
    steps,
    stepIds,
    exits,
    verify,
    tests,
  };
}
