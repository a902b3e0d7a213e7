import type { PlaybookTest } from '../model/playbook-test.js';
import { textOf } from './scalars.js';
import { expectationOf } from './test-expectation.js';
import type { TestScope } from './test-scope.js';
import { givenOf, timelineEntryOf } from './test-timeline.js';
import { fieldsOf, listOf, placeOf, report, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

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
    const givenValue = fields.need('given', '{ health: { score: 52 }, logins: [400, 180] }');
    const given = givenValue && givenOf(givenValue, scope);
    const timelineValue = fields.get('timeline');
    const timeline = ((timelineValue && listOf(timelineValue, 'entries')) ?? []).flatMap(
      (entry) => timelineEntryOf(entry, scope) ?? [],
    );
    const expectValue = fields.need('expect', '{ enrolled: true }');
    const expect = expectValue && expectationOf(expectValue, scope);
    return name !== null && given && expect
      ? [{ name, span: item.reader.source.span(placeOf(item)), given, timeline, expect }]
      : [];
  });
}
