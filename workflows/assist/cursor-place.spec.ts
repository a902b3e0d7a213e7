import { describe, expect, test } from '@jest/globals';
import { cursorPlace } from './cursor-place.js';

/** The place of the `^` in a text. */
function at(text: string) {
  const offset = text.indexOf('^');
  return cursorPlace(text.slice(0, offset) + text.slice(offset + 1), offset);
}

describe('the place of a cursor', () => {
  test('at the top: a key of the file, with the keys that stand already', () => {
    expect(at('kind: Playbook\nti^\nversion: 1\n')).toMatchObject({
      path: [],
      key: null,
      prefix: 'ti',
      written: ['kind', 'version'],
    });
  });

  test('behind a key: its value', () => {
    expect(at('kind: Pl^')).toMatchObject({ path: [], key: 'kind', prefix: 'Pl' });
  });

  test('below a key: its mapping', () => {
    expect(at('start:\n  check: daily at 08:00\n  ^\nsteps: []')).toMatchObject({
      path: ['start'],
      key: null,
      written: ['check'],
    });
  });

  test('in an item of a list', () => {
    const text = 'steps:\n  - id: a\n    wait: 3d\n  - id: b\n    ^';
    expect(at(text)).toMatchObject({ path: ['steps', 1], key: null, written: ['id'] });
  });

  test('in an item of a list that stands at the indent of its key', () => {
    expect(at('steps:\n- id: a\n- id: b\n  em^')).toMatchObject({ path: ['steps', 1], key: null, prefix: 'em' });
  });

  test('deep below branches', () => {
    const text = [
      'steps:',
      '  - id: fork',
      '    branch:',
      '      - when: x',
      '        then:',
      '          - id: mail',
      '            email:',
      '              to: account.^',
    ].join('\n');
    expect(at(text)).toMatchObject({ path: ['steps', 0, 'branch', 0, 'then', 0, 'email'], key: 'to', prefix: 'account.' });
  });

  test('lists count anew under each item', () => {
    const text = 'steps:\n  - id: a\n    branch:\n      - when: x\n      - when: y\n  - id: b\n    branch:\n      - when: ^';
    expect(at(text)).toMatchObject({ path: ['steps', 1, 'branch', 0], key: 'when' });
  });

  test('in braces, as key and as value', () => {
    expect(at('steps:\n  - id: a\n    task: { title: Call, as^ }')).toMatchObject({
      ...{ path: ['steps', 0, 'task'], key: null, prefix: 'as', written: ['title'] },
    });
    expect(at('  email: { template: hello, to: account.c^')).toMatchObject({ path: ['email'], key: 'to', prefix: 'account.c' });
  });

  test('in brackets and braces over several lines', () => {
    expect(at('verify:\n  objective: [\n    { id: a, expect: x },\n    { id: b, ^')).toMatchObject({
      ...{ path: ['verify', 'objective', 1], key: null, written: ['id'] },
    });
    expect(at('enroll:\n  only: [health.score < 60, acc^')).toMatchObject({
      path: ['enroll', 'only', 1],
      key: null,
      prefix: 'acc',
    });
  });

  test('a condition of a block list is an item', () => {
    expect(at('start:\n  all:\n    - health.score < 60\n    - wow_^')).toMatchObject({
      path: ['start', 'all', 1],
      key: null,
      prefix: 'wow_',
    });
  });

  test('there is nothing to offer in comments and block texts', () => {
    expect(at('start:\n  # che^').inText).toBe(true);
    expect(at('goal: |\n  some te^').inText).toBe(true);
    expect(at('goal: |\n  some text\now^').inText).toBe(false);
  });

  test('a hash or a brace in quotes is text', () => {
    expect(at(`title: "a # b"\now^`)).toMatchObject({ path: [], key: null, prefix: 'ow', inText: false });
    expect(at(`title: "{ a"\now^`)).toMatchObject({ path: [], key: null, prefix: 'ow' });
  });

  test('every offset of any text has a place', () => {
    const text = `- - {a: [b, "c\n # d\n\t- e: |\n  f\r\n]}: x\n"': y: \u{1f600}\n`;
    for (let offset = 0; offset <= text.length; offset += 1) expect(cursorPlace(text, offset).path).toBeInstanceOf(Array);
  });
});
