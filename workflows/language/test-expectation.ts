import { didYouMean } from '../model/did-you-mean.js';
import { readCondition } from '../condition/read-condition.js';
import type { SkipReason } from '../model/decision.js';
import type { TestExpectation } from '../model/playbook-test.js';
import type { RunResult } from '../model/run.js';
import { adviceForWord } from './place-in-scalar.js';
import { booleanOf, oneOf, textOf } from './scalars.js';
import { isKnownStep, stepWordsOf, type TestScope } from './test-scope.js';
import { fieldsOf, listOf, report, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';
import { RESULT_WORDS, SKIP_WORDS } from './vocabulary/test-keys.js';

const RESULTS: readonly RunResult[] = RESULT_WORDS;
const SKIPS: readonly SkipReason[] = SKIP_WORDS;

function becauseOf(value: Value, scope: TestScope): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const { condition } = readCondition(text, scope.gateScope);
  const gates = scope.gates.filter(({ broken }) => !broken);
  if (condition && gates.some((gate) => gate.text === condition.text)) return condition.text;
  if (!scope.gatesKnown) return null;
  const near = didYouMean(
    text,
    gates.map((gate) => gate.text),
  );
  return report(
    value,
    'unknown-reference',
    'this is not a condition of start, only or never',
    adviceForWord(value, text, near) ?? 'write one of them word for word',
  );
}

/** Only what is written is compared. */
export function expectationOf(value: Value, scope: TestScope): TestExpectation {
  const none: TestExpectation = {
    enrolled: null,
    because: null,
    skipped: null,
    ran: null,
    outcomes: null,
    exited: null,
    result: null,
  };
  const fields = fieldsOf(value, { known: keysOf('expect') });
  if (!fields) return none;
  if (fields.keys().length === 0 && fields.value.node !== null)
    report(value, 'invalid-value', 'expect compares nothing', 'write e.g. { enrolled: true, result: success }');
  const read = <T>(key: string, reader: (part: Value) => T | null): T | null => {
    const part = fields.get(key);
    return part && reader(part);
  };
  const ran = read(
    'ran',
    (part) =>
      listOf(part, 'step ids')?.flatMap((item) => {
        const id = textOf({ ...item, name: 'a step id' });
        return id !== null && isKnownStep(item, id, scope, 'value') ? [id] : [];
      }) ?? null,
  );
  return {
    enrolled: read('enrolled', booleanOf),
    because: read('because', (part) => becauseOf(part, scope)),
    skipped: read('skipped', (part) => oneOf(part, SKIPS)),
    ran,
    outcomes: read('outcomes', (part) => stepWordsOf(part, scope, 'outcome')),
    exited: read('exited', (part) => {
      const id = textOf(part);
      if (id === null || scope.exits.includes(id) || scope.doubtful.has(id)) return id;
      return report(part, 'unknown-reference', `there is no exit "${id}"`, didYouMean(id, scope.exits));
    }),
    result: read('result', (part) => oneOf(part, RESULTS)),
  };
}
