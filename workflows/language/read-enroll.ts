import type { NameScope } from '../condition/name-scope.js';
import type { PlaybookEnroll } from '../model/playbook.js';
import { conditionsOf } from './condition-value.js';
import { DEFAULTS } from './defaults.js';
import { authoredDurationOf, type Parameters } from './parameters.js';
import { integerOf, percentOf, textOf } from './scalars.js';
import { fieldsOf, located, report, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

function atMostOf(value: Value): PlaybookEnroll['atMost'] {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^(\d+) per (\w+)$/.exec(text.trim());
  const per = match?.[2];
  const count = Number(match?.[1] ?? 0);
  if (!match || (per !== 'day' && per !== 'week' && per !== 'month') || count < 1) {
    return report(
      value,
      'invalid-value',
      `"${text}" does not say how many accounts may enter`,
      'write e.g. 40 per day, 100 per week or 300 per month',
    );
  }
  return { count, per };
}

/** Who may enter; every key has a default. */
export function readEnroll(value: Value | null, scope: NameScope, parameters: Parameters): PlaybookEnroll {
  const none: PlaybookEnroll = {
    only: [],
    never: [],
    againAfter: null,
    atMost: null,
    holdout: null,
    priority: DEFAULTS.priority,
  };
  const fields = value && fieldsOf(value, { known: keysOf('enroll') });
  if (!fields) return none;
  const only = fields.get('only');
  const never = fields.get('never');
  const again = fields.get('again_after');
  const atMost = fields.get('at_most');
  const holdout = fields.get('holdout');
  const share = holdout && percentOf(holdout, 0, 0.5);
  const priority = fields.get('priority');
  return {
    only: only ? conditionsOf(only, scope) : [],
    never: never ? conditionsOf(never, scope) : [],
    againAfter: (again && authoredDurationOf(again, parameters)?.value) ?? null,
    atMost: atMost && atMostOf(atMost),
    holdout: holdout && share !== null ? located(holdout, share) : null,
    priority: (priority && integerOf(priority, 0, 100)) ?? DEFAULTS.priority,
  };
}
