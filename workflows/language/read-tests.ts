import type { PlaybookTest, TestExpectation, TestGiven } from '../model/playbook-test.js';
import { textOf } from './scalars.js';
import { expectationOf } from './test-expectation.js';
import type { TestScope } from './test-scope.js';
import { givenOf, timelineEntryOf } from './test-timeline.js';
import { fieldsOf, listOf, placeOf, report, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** With these on top a scenario may lie in the folder of a book: nobody takes it for a part of the book. */
const HEAD: readonly string[] = ['apiVersion', 'kind'];

/** Compares nothing. */
const ANYTHING: TestExpectation = {
  enrolled: null,
  because: null,
  skipped: null,
  ran: null,
  outcomes: null,
  exited: null,
  result: null,
};

/** The parts of a test that are the same wherever it is written. */
function storyOf(fields: Fields, scope: TestScope): Pick<PlaybookTest, 'timeline'> & { readonly given: TestGiven | null } {
  const givenValue = fields.need('given', '{ health: { score: 52 }, logins: [400, 180] }');
  const given = givenValue && givenOf(givenValue, scope);
  const timelineValue = fields.get('timeline');
  const entries = (timelineValue && listOf(timelineValue, 'entries')) ?? [];
  return { given, timeline: entries.flatMap((entry) => timelineEntryOf(entry, scope) ?? []) };
}

/** The tests of a playbook, checked against its steps, exits and the catalogue; wrong parts are reported. */
export function readTests(value: Value | null, scope: TestScope): readonly PlaybookTest[] {
  const items = value && listOf(value, 'tests');
  const names = new Set<string>();
  return (items ?? []).flatMap((item) => {
    const fields = fieldsOf({ ...item, name: 'a test' }, { known: keysOf('test') });
    if (!fields) return [];
    const nameValue = fields.need('name', 'one bad week is not enough');
    const name = nameValue && textOf(nameValue);
    if (nameValue && name !== null) {
      if (names.has(name)) report(nameValue, 'duplicate-id', 'two tests have this name', 'say what is different');
      names.add(name);
    }
    const { given, timeline } = storyOf(fields, scope);
    const expectValue = fields.need('expect', '{ enrolled: true }');
    const expect = expectValue && expectationOf(expectValue, scope);
    return name !== null && given && expect
      ? [{ name, span: item.reader.source.span(placeOf(item)), given, timeline, expect }]
      : [];
  });
}

/** A test in a file of its own: only what is given must be written. Null after a report. */
export function readScenario(root: Value, scope: TestScope): PlaybookTest | null {
  const fields = fieldsOf({ ...root, name: 'the scenario' }, { known: keysOf('test').concat(HEAD) });
  if (!fields) return null;
  const { source } = root.reader;
  const nameValue = fields.get('name');
  const name = (nameValue && textOf(nameValue)) ?? source.file;
  const { given, timeline } = storyOf(fields, scope);
  const expectValue = fields.get('expect');
  const expect = expectValue ? expectationOf(expectValue, scope) : ANYTHING;
  return given && { name, span: source.span(root.anchor), given, timeline, expect };
}
