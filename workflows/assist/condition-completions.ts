import { BUILT_IN_NAMES, builtInNamed } from '../condition/built-in-names.js';
import { FUNCTIONS, signatureOf } from '../condition/functions.js';
import type { BookHelp } from './book-help.js';
import type { Completion } from './completion.js';
import type { WrittenNames } from './written-names.js';

const WORD = /[A-Za-z_][A-Za-z0-9_.]*$/;
/** `account.segment is "sm` */
const TEXT_TEST = /([A-Za-z_][A-Za-z0-9_.]*) (?:is (?:not )?|(?:not )?in \[(?:"[^"]*", ?)*)("?)([^"]*)$/;

function valuesOf(name: string, { names }: BookHelp): readonly string[] {
  const values = builtInNamed(name)?.values ?? names.attributes?.[name.replace(/^account\./, '')]?.values ?? null;
  if (values === 'segments') return names.segments ?? [];
  return values === 'stages' ? (names.stages ?? []) : (values ?? []);
}

/** Names and functions that a condition can go on with. @param prefix what is written of it before the cursor. */
export function conditionCompletions(prefix: string, help: BookHelp, written: WrittenNames): readonly Completion[] {
  const test = TEXT_TEST.exec(prefix);
  const values = test ? valuesOf(test[1] ?? '', help) : [];
  if (test && values.length > 0) {
    const quote = test[2] === '' ? '"' : '';
    return values.map((value) => ({
      ...{ label: value, kind: 'word' as const, insert: `${quote}${value}"`, doc: null, detail: test[1] ?? null },
      length: test[3]?.length ?? 0,
    }));
  }
  const length = WORD.exec(prefix)?.[0].length ?? 0;
  const names: Completion[] = BUILT_IN_NAMES.map(({ path, type, doc }) => ({
    ...{ label: path, insert: path, kind: 'name' as const, doc, detail: type, length },
  }));
  const metrics = Object.values(help.names.metrics ?? {}).map((metric): Completion => {
    const doc = { en: metric.title.en ?? metric.title.zh ?? metric.id, zh: metric.title.zh ?? metric.title.en ?? metric.id };
    return { label: metric.id, insert: metric.id, kind: 'name', doc, detail: `${metric.type} per ${metric.per}`, length };
  });
  const attributes = Object.entries(help.names.attributes ?? {}).map(([id, { type }]): Completion => ({
    ...{ label: `account.${id}`, insert: `account.${id}`, kind: 'name', doc: null, detail: type, length },
  }));
  const own = [...written.steps.map((id) => `${id}.outcome`), ...written.parameters.map((id) => `parameter.${id}`)].map(
    (label): Completion => ({ label, insert: label, kind: 'name', doc: null, detail: null, length }),
  );
  const functions = FUNCTIONS.map((one): Completion => {
    return { label: one.name, insert: `${one.name}(`, kind: 'function', doc: one.doc, detail: signatureOf(one), length };
  });
  return [...metrics, ...own, ...names, ...attributes, ...functions];
}
