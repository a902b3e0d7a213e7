import type { ZoneCalendar } from '../model/calendar.js';
import type { Condition, Expression } from '../model/condition.js';
import type { Evaluation, Fact, Truth, ValueType } from '../model/fact.js';
import type { Locale } from '../model/localized-text.js';
import { factName } from './fact-name.js';
import { formatLiteral } from './format-value.js';
import { compareForm, FactBook, joined, judgeLeaf, type Leaf, type LeafFacts } from './judge-form.js';
import { needWordsOf, type NeedWords } from './needs-in-words.js';
import { positiveForm, type PositiveForm } from './positive-form.js';
import { printExpression } from './print-condition.js';
import { CHANGES, sayFact, sayLength, wordsOf } from './say-fact.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** More would show the noise of binary fractions. */
const MOST_DIGITS = 12;

/**
 * A verdict in one sentence, from the condition and what its evaluation read:
 * `logins fell 52% week over week (400 -> 192, weeks of 3 and 10 March); needed 50% for 2 weeks: true`.
 * Of a question about several periods the one that decided is told: the newest when it holds, else the newest that fails
 * it. Numbers get as many digits as it takes to stand on the right side of what was needed.
 */
export function explainEvaluation(
  condition: Condition,
  { value, facts }: Evaluation,
  calendar: ZoneCalendar,
  locale: Locale = 'en',
): string {
  return new VerdictSpeaker(new FactBook(facts), calendar, locale).whole(positiveForm(condition), value);
}

/** A form with the number of moments at which it was asked. */
interface Asked {
  readonly count: number;
  readonly every: boolean;
}
const ONCE: Asked = { count: 1, every: true };

function isLeaf(form: PositiveForm): form is Leaf {
  return form.kind !== 'all' && form.kind !== 'any' && form.kind !== 'for';
}

class VerdictSpeaker {
  private readonly need: NeedWords;

  constructor(
    private readonly book: FactBook,
    private readonly calendar: ZoneCalendar,
    private readonly locale: Locale,
  ) {
    this.need = needWordsOf(locale);
  }

  whole(form: PositiveForm, value: Truth): string {
    if (isLeaf(form)) return this.one(form, ONCE, value, (text) => text);
    if (form.kind === 'for') {
      const { of, every, count, unit } = form;
      const periods = (text: string): string => this.need.periods(text, every, count, unit);
      if (isLeaf(of)) return this.one(of, { count, every }, value, periods);
      return this.need.whole(this.need.partsOver(this.parts(of, undefined), every, count, unit), value);
    }
    if (form.of.length === 0) return this.need.nothing(value);
    // Parts speak for themselves only when together they come to the same answer.
    const sure = this.judge(form) === value;
    return this.need.whole(this.parts(form, sure ? true : undefined), value);
  }

  private one(leaf: Leaf, asked: Asked, value: Truth, periods: (text: string) => string): string {
    const facts = this.deciding(leaf, asked, value);
    return this.need.verdict(this.was(leaf, facts), periods(this.needed(leaf, facts)), value);
  }

  /** @param own true = each part tells its own verdict */
  private parts(form: PositiveForm, own: true | undefined): string {
    if (form.kind === 'all' || form.kind === 'any') {
      const join = form.kind === 'all' ? this.need.and : this.need.or;
      return form.of
        .map((part) => {
          const text = this.parts(part, own);
          return part.kind === 'all' || part.kind === 'any' ? `[${text}]` : text;
        })
        .join(join);
    }
    const leaf = form.kind === 'for' ? form.of : form;
    if (!isLeaf(leaf)) {
      const { every, count, unit } = form as PositiveForm & { kind: 'for' };
      return this.need.partsOver(`[${this.parts(leaf, undefined)}]`, every, count, unit);
    }
    const asked = form.kind === 'for' ? form : ONCE;
    const value = own ? this.judge(form) : undefined;
    const facts = this.deciding(leaf, asked, value ?? null);
    const needed = this.needed(leaf, facts);
    const need = form.kind === 'for' ? this.need.periods(needed, form.every, form.count, form.unit) : needed;
    return this.need.part(this.was(leaf, facts), need, value);
  }

  /** What the facts say about a form by themselves. */
  private judge(form: PositiveForm): Truth {
    if (form.kind === 'all' || form.kind === 'any') {
      return joined(
        form.of.map((part) => this.judge(part)),
        form.kind === 'all',
      );
    }
    if (isLeaf(form)) return judgeLeaf(form, this.book.moments(form, 1)[0] ?? { left: null, right: null });
    const { of, count, every } = form as PositiveForm & { kind: 'for' };
    if (!isLeaf(of)) return null;
    return joined(
      this.book.moments(of, count).map((moment) => judgeLeaf(of, moment)),
      every,
    );
  }

  /** The facts of the moment that decided: the newest one with the answer, else the newest of all. */
  private deciding(leaf: Leaf, { count }: Asked, value: Truth): LeafFacts {
    const moments = this.book.moments(leaf, count);
    const found = moments.find((moment) => judgeLeaf(leaf, moment) === value);
    return found ?? moments[0] ?? { left: null, right: null };
  }

  private was(leaf: Leaf, { left, right }: LeafFacts): string {
    const digits = this.digits(leaf, { left, right });
    const said = [left, right].flatMap((fact) => (fact === null ? [] : [this.say(fact, digits)]));
    if (said.length === 0) return printExpression(leaf.left);
    return said.join(this.need.and);
  }

  private say(fact: Fact, digits: number | undefined): string {
    return sayFact(fact, this.calendar, { words: wordsOf(this.locale), periods: 'beginning', digits });
  }

  /** Enough digits that the shown values compare as the real ones do; undefined = the usual ones do. */
  private digits(leaf: Leaf, facts: LeafFacts): number | undefined {
    if (leaf.kind !== 'compare') return undefined;
    const [a, b] = [numberOf(leaf.left, facts.left), numberOf(leaf.right, facts.right)];
    if (a === null || b === null) return undefined;
    const real = judgeLeaf(leaf, facts);
    const { type } = leaf.left;
    const usual = type === 'number' ? 2 : 1;
    for (let digits = usual; digits <= MOST_DIGITS; digits += 1) {
      const right = roundings(type, digits).map((shown) => (leaf.right.kind === 'literal' ? b : shown(b)));
      const agrees = roundings(type, digits).every((shown, index) => compareForm(leaf.op, shown(a), right[index] ?? b) === real);
      if (agrees) return digits === usual ? undefined : digits;
    }
    return MOST_DIGITS;
  }

  private needed(leaf: Leaf, facts: LeafFacts): string {
    const { need } = this;
    switch (leaf.kind) {
      case 'in':
        return need.values(leaf.values, leaf.negated);
      case 'missing':
        return need.missing(leaf.negated);
      case 'holds':
        return need.holds(leaf.negated);
      case 'compare': {
        if (leaf.right.kind !== 'literal') return `${printExpression(leaf.left)} ${leaf.op} ${printExpression(leaf.right)}`;
        return this.neededOf(leaf.op, leaf.left, facts.left, leaf.right);
      }
    }
  }

  private neededOf(
    op: (PositiveForm & { kind: 'compare' })['op'],
    left: Expression,
    fact: Fact | null,
    right: Expression & { kind: 'literal' },
  ): string {
    const { need } = this;
    const { fn } = factName(printExpression(left));
    const change = fn !== null && Object.hasOwn(CHANGES, fn) ? CHANGES[fn] : undefined;
    const literal = formatLiteral(right.value, right.type, this.calendar);
    if (change) {
      const same = typeof fact?.value === 'number' && fact.value > 0;
      if (same && op === '>=') return need.enough(literal);
      return need.comparison(op, literal, same ? null : change.counts);
    }
    if (right.type !== 'duration' || typeof right.value !== 'number') return need.comparison(op, literal, null);
    const length = need.comparison(op, sayLength(right.value, wordsOf(this.locale), MOST_DIGITS), null);
    if (fn === 'days_until') return need.away(length);
    return fn === 'days_since' ? need.ago(length) : length;
  }
}

function numberOf(expression: Expression, fact: Fact | null): number | null {
  const value = expression.kind === 'literal' ? expression.value : (fact?.value ?? null);
  return typeof value === 'number' ? value : null;
}

/** The numbers a reader may take from the sentence: a duration is said in one of its units. */
function roundings(type: ValueType, digits: number): readonly ((value: number) => number)[] {
  const to = (unit: number) => (value: number) => Number((value / unit).toFixed(digits)) * unit;
  if (type === 'percent') return [(value) => Number((value * 100).toFixed(digits)) / 100];
  return type === 'duration' ? [MINUTE, HOUR, DAY].map(to) : [to(1)];
}
