import { describe, expect, test } from '@jest/globals';
import { Document, Scalar, isMap, isScalar, parseDocument } from 'yaml';
import { Choice, seededRandom } from '../../test/support/mutate.js';
import { writtenScalar } from './written-scalar.js';

const STYLES = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
const WORDS = [
  'logins',
  '<',
  '60%',
  'and',
  '"mid"',
  "it's",
  '登录',
  '😀',
  'e\u0301',
  '\\',
  '#x',
  'a:b',
  '[x]',
  '\u0007',
  '\u2028',
];

function randomText(choice: Choice): string {
  let text = '';
  for (let words = 1 + choice.upTo(12); words > 0; words -= 1)
    text += choice.of(WORDS) + choice.of([' ', ' ', ' ', '  ', '\n', '\n\n', '\n  ', '\t']);
  return choice.upTo(2) === 0 ? text.trim() : text;
}

/** The scalar at `a: { b: ... }` as YAML writes it, parsed again. */
function written(text: string, type: Scalar.Type, lineWidth: number, crlf: boolean): { node: Scalar; source: string } | null {
  const scalar = new Scalar(text);
  scalar.type = type;
  const lf = new Document({ a: { b: scalar } }).toString({ lineWidth });
  const source = crlf ? lf.replaceAll('\n', '\r\n') : lf;
  const { contents, errors } = parseDocument(source);
  const node: unknown = isMap(contents) ? contents.getIn(['a', 'b'], true) : null;
  return errors.length === 0 && isScalar(node) ? { node, source } : null;
}

describe('where each character of a scalar is written', () => {
  test.each(STYLES)('is found for any text as %s, folded or not, with either line end', (type) => {
    const choice = new Choice(seededRandom(17));
    const wrong: string[] = [];
    let found = 0;
    for (let round = 0; round < 1_500; round += 1) {
      const one = written(randomText(choice), type, choice.of([0, 20, 80]), choice.upTo(2) === 0);
      // Nobody is told a place in a text of white space alone.
      if (!one || typeof one.node.value !== 'string' || one.node.value.trim() === '') continue;
      const { node, source } = one;
      const value = one.node.value;
      const units = writtenScalar(node, source);
      const label = JSON.stringify([source, value]);
      if (units?.length !== value.length) wrong.push(`${label} has ${units?.length} units`);
      if (node.type === type) found += 1;
      let before = 0;
      for (const [index, { at, from, to }] of (units ?? []).entries()) {
        const character = value[index] ?? '';
        if (from < before || at < from || to <= at) wrong.push(`${label}: ${index} goes back or is empty`);
        // What is neither white space nor escaped stands there as itself.
        if (!/\s/.test(character) && source[from] !== '\\' && source[at] !== character)
          wrong.push(`${label}: ${index} is elsewhere`);
        before = from;
      }
    }
    expect(wrong).toEqual([]);
    expect(found).toBeGreaterThan(100);
  });

  test('is not known for numbers, and nowhere wrong for a text that does not fit its source', () => {
    const { contents } = parseDocument('a: 5');
    const node: unknown = isMap(contents) ? contents.get('a', true) : null;
    expect(isScalar(node) && writtenScalar(node, 'a: 5')).toBeNull();
    const other = parseDocument('a: some text').contents;
    const text: unknown = isMap(other) ? other.get('a', true) : null;
    expect(isScalar(text) && writtenScalar(text, 'a: else it is')).toBeNull();
  });
});
