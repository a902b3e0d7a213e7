import type { Condition } from '../model/condition.js';
import { printCondition, printExpression } from '../condition/print-condition.js';

interface Interval {
  readonly subject: string;
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
}

/** The values for which a comparison with a constant holds. */
function intervalOf(condition: Condition): Interval | null {
  if (condition.kind !== 'compare') return null;
  const flipped = condition.left.kind === 'literal';
  const [subject, constant] = flipped ? [condition.right, condition.left] : [condition.left, condition.right];
  if (constant.kind !== 'literal' || subject.kind === 'literal' || typeof constant.value !== 'number') return null;
  const at = constant.value;
  const all = { subject: printExpression(subject), low: -Infinity, lowOpen: true, high: Infinity, highOpen: true };
  const op = flipped ? ({ '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' } as const)[condition.op] : condition.op;
  if (op === '=') return { ...all, low: at, lowOpen: false, high: at, highOpen: false };
  return op.startsWith('<') ? { ...all, high: at, highOpen: op === '<' } : { ...all, low: at, lowOpen: op === '>' };
}

/** The words for which a text test holds. */
function wordsOf(condition: Condition): { subject: string; words: readonly string[]; negated: boolean } | null {
  if (condition.kind === 'is')
    return { subject: printExpression(condition.left), words: [condition.value], negated: condition.negated };
  if (condition.kind === 'in')
    return { subject: printExpression(condition.left), words: condition.values, negated: condition.negated };
  return null;
}

/** True when whatever makes the first condition true makes the second one true as well. May miss some, never claims wrongly. */
export function implies(a: Condition, b: Condition): boolean {
  if (printCondition(a) === printCondition(b)) return true;
  if (b.kind === 'all') return b.of.length > 0 && b.of.every((part) => implies(a, part));
  if (a.kind === 'any') return a.of.length > 0 && a.of.every((part) => implies(part, b));
  if (b.kind === 'any') return b.of.some((part) => implies(a, part));
  if (a.kind === 'all') return a.of.some((part) => implies(part, b));
  if (a.kind === 'for' && b.kind === 'for') return a.unit === b.unit && a.count >= b.count && implies(a.of, b.of);
  const [x, y] = [intervalOf(a), intervalOf(b)];
  if (x && y && x.subject === y.subject) {
    const low = x.low > y.low || (x.low === y.low && (x.lowOpen || !y.lowOpen));
    const high = x.high < y.high || (x.high === y.high && (x.highOpen || !y.highOpen));
    return low && high;
  }
  const [s, t] = [wordsOf(a), wordsOf(b)];
  if (!s || !t || s.subject !== t.subject) return false;
  if (!s.negated && !t.negated) return s.words.every((word) => t.words.includes(word));
  if (!s.negated && t.negated) return s.words.every((word) => !t.words.includes(word));
  return s.negated && t.negated && t.words.every((word) => s.words.includes(word));
}
