import type { ProblemPart } from './problem.js';

const DEEPEST = 32;
const POISON = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Text and numbers that PostgreSQL or a later reader could not take, wherever they stand: U+0000, lone surrogates,
 * numbers too large for a double, nesting deeper than 32, keys that poison JavaScript objects. Iterative, so that no
 * request can exhaust the stack.
 * @param root how the place begins: `body`, `query`, `path`
 */
export function checkValues(value: unknown, root: string): ProblemPart[] {
  const problems: ProblemPart[] = [];
  const left: { value: unknown; place: string; depth: number }[] = [{ value, place: root, depth: 0 }];
  for (let item = left.pop(); item !== undefined && problems.length < 20; item = left.pop()) {
    const { place, depth } = item;
    if (typeof item.value === 'string') checkText(item.value, place, problems);
    else if (typeof item.value === 'number' && !Number.isFinite(item.value)) {
      problems.push({ place, cause: 'The number is too large to be kept.', fix: 'Send a number below 1.8e308, or text.' });
    } else if (typeof item.value === 'object' && item.value !== null) {
      if (depth >= DEEPEST) {
        problems.push({ place, cause: `Nested deeper than ${DEEPEST} levels.`, fix: 'Send a flatter value.' });
        continue;
      }
      const array = Array.isArray(item.value);
      for (const [key, inner] of Object.entries(item.value)) {
        const there = array ? `${place}[${key}]` : `${place}.${printable(key)}`;
        if (!array) checkKey(key, there, problems);
        left.push({ value: inner, place: there, depth: depth + 1 });
      }
    }
  }
  return problems;
}

function checkText(text: string, place: string, problems: ProblemPart[]): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    problems.push({ place, cause: `The text holds U+0000 at position ${nul + 1}.`, fix: 'Remove it: it cannot be stored.' });
  } else if (!text.isWellFormed()) {
    problems.push({
      place,
      cause: 'The text holds half of a surrogate pair, which is no character.',
      fix: 'Send well-formed Unicode; text was probably cut in the middle of a character.',
    });
  }
}

function checkKey(key: string, place: string, problems: ProblemPart[]): void {
  if (POISON.has(key)) {
    problems.push({ place, cause: `The key \`${key}\` is reserved.`, fix: 'Give it another name.' });
  }
  checkText(key, place, problems);
}

function printable(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60).toWellFormed()}...` : key.replaceAll('\0', '\\u0000').toWellFormed();
}
