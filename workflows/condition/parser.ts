import type { DiagnosticCode } from '../model/diagnostic-code.js';
import type { Advice } from '../model/diagnostic.js';
import type { PeriodUnit } from '../model/time.js';
import { didYouMean } from '../model/did-you-mean.js';
import { readTokens, type Keyword, type Token } from './lexer.js';
import { ConditionSyntaxError, type ConditionProblem } from './problem.js';
import type { ArgumentSyntax, ConditionSyntax, OperandSyntax, StringSyntax } from './syntax.js';

const MAX_LENGTH = 2_000;
const MAX_DEPTH = 20;
/** Two years of weeks; more is a typing mistake and would read thousands of periods. */
const MAX_PERIODS = 104;
/** Ten years of a contract. */
const MAX_DAY = 3_660;

const PERIODS: Readonly<Record<string, PeriodUnit>> = {
  day: 'day',
  days: 'day',
  week: 'week',
  weeks: 'week',
  month: 'month',
  months: 'month',
};

/** Reads tokens by recursive descent; the first mistake ends it. */
class ConditionParser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  condition(): ConditionSyntax {
    const result = this.junction();
    const rest = this.peek();
    if (rest.kind !== 'end') this.unexpected(rest);
    return result;
  }

  operandOnly(): OperandSyntax {
    const result = this.operand();
    const rest = this.peek();
    if (rest.kind !== 'end') {
      this.fail('condition-syntax', rest, 'a single value is needed here, not a condition', 'leave out what follows the value');
    }
    return result;
  }

  private peek(): Token {
    return this.tokens[this.at] as Token;
  }

  private take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.at += 1;
    return token;
  }

  private keyword(word: Keyword): boolean {
    const token = this.peek();
    if (token.kind !== 'keyword' || token.value !== word) return false;
    this.at += 1;
    return true;
  }

  private mark(value: '(' | ')' | '[' | ']' | ',' | ':'): boolean {
    const token = this.peek();
    if (token.kind !== 'mark' || token.value !== value) return false;
    this.at += 1;
    return true;
  }

  private source(at: { start: number; end: number }): string {
    return this.text.slice(at.start, at.end);
  }

  private fail(code: DiagnosticCode, at: { start: number; end: number }, message: string, suggestion?: string | Advice): never {
    throw new ConditionSyntaxError({ code, message, suggestion, start: at.start, end: at.end });
  }

  private unexpected(token: Token): never {
    if (token.kind === 'end') {
      const start = Math.max(0, this.text.trimEnd().length - 1);
      this.fail(
        'condition-syntax',
        { start, end: start + 1 },
        'the condition ends too early',
        'complete it or remove the last word',
      );
    }
    if (token.kind === 'name') {
      const suggestion = didYouMean(token.value, ['and', 'or', 'is', 'in', 'for', 'not']);
      this.fail('condition-syntax', token, `"${token.value}" is not expected here`, suggestion);
    }
    this.fail('condition-syntax', token, `"${this.source(token)}" is not expected here`);
  }

  /** One level of `and` or of `or`; both in one level is an error, for readers know no precedence. */
  private junction(): ConditionSyntax {
    if (this.depth >= MAX_DEPTH) this.fail('condition-syntax', this.peek(), `parentheses are nested deeper than ${MAX_DEPTH}`);
    this.depth += 1;
    const parts = [this.negation()];
    let joined: 'and' | 'or' | null = null;
    for (
      let token = this.peek();
      token.kind === 'keyword' && (token.value === 'and' || token.value === 'or');
      token = this.peek()
    ) {
      if (joined !== null && token.value !== joined) {
        const before = this.source({ start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 });
        const suggestion = `write parentheses, e.g. (${before}) ${token.value} ...`;
        this.fail('mixed-and-or', token, '"and" and "or" are mixed without parentheses', suggestion);
      }
      joined = token.value;
      this.take();
      const part = this.negation();
      if (part.kind === 'for' && !part.bracketed) {
        const before = this.source({ start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 });
        const inner = this.source(part.of);
        const tail = this.source({ start: part.of.end, end: part.end }).trim();
        this.fail(
          'ambiguous-for',
          { start: part.of.end + this.source({ start: part.of.end, end: part.end }).indexOf('for'), end: part.end },
          `it is not clear whether "${tail}" belongs to the last part or to all of it`,
          `write ${before} ${joined} (${inner} ${tail}), or (${before} ${joined} ${inner}) ${tail}`,
        );
      }
      parts.push(part);
    }
    this.depth -= 1;
    const [first] = parts;
    if (!first) this.unexpected(this.peek());
    if (joined === null) return first;
    return { kind: joined === 'and' ? 'all' : 'any', of: parts, start: first.start, end: parts.at(-1)?.end ?? first.end };
  }

  private negation(): ConditionSyntax {
    const token = this.peek();
    if (!this.keyword('not')) return this.temporal();
    const next = this.peek();
    if (next.kind === 'keyword' && next.value === 'not')
      this.fail('condition-syntax', next, '"not not" says nothing', {
        says: 'leave both out',
        write: '',
        at: { start: token.start, end: this.tokens[this.at + 1]?.start ?? next.end },
      });
    const of = this.temporal();
    if (of.kind === 'for' && !of.bracketed) {
      const inner = this.source(of.of);
      const tail = this.source({ start: of.of.end, end: of.end }).trim();
      const suggestion = `write not (${inner} ${tail}), or (not ${inner}) ${tail}`;
      this.fail(
        'ambiguous-for',
        { start: token.start, end: of.end },
        `it is not clear whether "${tail}" belongs to the "not"`,
        suggestion,
      );
    }
    return { kind: 'not', of, start: token.start, end: of.end };
  }

  private temporal(): ConditionSyntax {
    const of = this.predicate();
    if (!this.keyword('for')) return of;
    const count = this.take();
    const example = 'write e.g. for 2 weeks';
    if (count.kind !== 'number') {
      if (count.kind === 'end') this.unexpected(count);
      this.fail('condition-syntax', count, 'a whole number must follow "for"', example);
    }
    if (count.unit !== null) {
      const word = count.unit === 'd' ? 'days' : count.unit === 'w' ? 'weeks' : count.unit === 'mo' ? 'months' : null;
      const advice = word === null ? example : { says: example, write: `${count.value} ${word}` };
      this.fail('condition-syntax', count, `"for" counts closed periods, ${this.source(count)} is a duration`, advice);
    }
    if (!Number.isInteger(count.value) || count.value < 1 || count.value > MAX_PERIODS) {
      this.fail('condition-syntax', count, `"for" takes a whole number from 1 to ${MAX_PERIODS}`, example);
    }
    const word = this.take();
    const unit = word.kind === 'name' ? PERIODS[word.value] : undefined;
    if (!unit) {
      if (word.kind === 'end') this.unexpected(word);
      const near = word.kind === 'name' ? didYouMean(word.value, Object.keys(PERIODS)) : example;
      this.fail('condition-syntax', word, `${this.source(word)} is not a period`, near);
    }
    const again = this.peek();
    if (again.kind === 'keyword' && again.value === 'for')
      this.fail('condition-syntax', again, 'a second "for"', 'keep one of the two');
    return { kind: 'for', of, count: count.value, unit, start: of.start, end: word.end };
  }

  private predicate(): ConditionSyntax {
    const open = this.peek();
    if (this.mark('(')) {
      const inner = this.junction();
      const close = this.peek();
      if (!this.mark(')')) {
        if (close.kind === 'end') this.fail('condition-syntax', open, 'this parenthesis is not closed', 'add a ) where it ends');
        this.unexpected(close);
      }
      return { ...inner, bracketed: true, start: open.start, end: close.end };
    }
    return this.comparison();
  }

  private comparison(): ConditionSyntax {
    const left = this.operand();
    const token = this.peek();
    if (token.kind === 'operator') {
      this.take();
      const right = this.operand();
      const next = this.peek();
      if (next.kind === 'operator') {
        const middle = this.source(right);
        const says = `write ${this.source({ start: left.start, end: right.end })} and ${middle} ${next.value} ...`;
        const at = { start: next.start, end: next.start };
        this.fail('chained-comparison', next, 'two comparisons in a row', { says, write: `and ${middle} `, at });
      }
      return { kind: 'compare', op: token.value, left, right, start: left.start, end: right.end };
    }
    if (this.keyword('is')) return this.isPart(left);
    const negated = token.kind === 'keyword' && token.value === 'not';
    if (negated) {
      this.take();
      const next = this.peek();
      if (next.kind !== 'keyword' || next.value !== 'in')
        this.fail('condition-syntax', token, '"not" is not expected here', 'write is not "x" or not in ["x", "y"]');
    }
    if (this.keyword('in')) return this.inPart(left, negated);
    return { kind: 'holds', value: left, start: left.start, end: left.end };
  }

  private isPart(left: OperandSyntax): ConditionSyntax {
    const is = this.tokens[this.at - 1] ?? left;
    const negated = this.keyword('not');
    const token = this.peek();
    if (this.keyword('missing')) return { kind: 'missing', left, negated, start: left.start, end: token.end };
    if (this.keyword('in')) {
      const says = 'write in ["x", "y"]';
      const advice = { says, write: negated ? 'not in' : 'in', at: { start: is.start, end: token.end } };
      this.fail('condition-syntax', token, '"is in" is one word too many', advice);
    }
    if (token.kind === 'string' || (token.kind === 'name' && token.value.startsWith('parameter.'))) {
      this.take();
      const word = { value: token.value, isName: token.kind === 'name', start: token.start, end: token.end };
      return { kind: 'is', left, negated, value: word, start: left.start, end: token.end };
    }
    if (token.kind === 'end') this.unexpected(token);
    const suggestion =
      token.kind === 'number'
        ? this.numberAfterIs(is, token, negated)
        : token.kind === 'name'
          ? this.bareTextAfterIs(token, negated)
          : undefined;
    this.fail('condition-syntax', token, 'after "is" comes a text in quotes or missing', suggestion);
  }

  private numberAfterIs(is: { start: number }, token: Token, negated: boolean): string | Advice {
    const says = `write = ${this.source(token)}`;
    return negated ? says : { says, write: `= ${this.source(token)}`, at: { start: is.start, end: token.end } };
  }

  private bareTextAfterIs(token: Token, negated: boolean): string | Advice {
    const text = `"${this.source(token)}"`;
    const says = `write is ${negated ? 'not ' : ''}${text}`;
    // A path or a call is something else than a text without its quotes.
    const alone = !text.includes('.') && this.text[token.end] !== '(';
    return alone ? { says, write: text } : says;
  }

  private inPart(left: OperandSyntax, negated: boolean): ConditionSyntax {
    const open = this.peek();
    const example = 'write e.g. in ["smb", "mid"]';
    if (!this.mark('[')) this.fail('condition-syntax', this.orLast(open), 'after "in" comes a list in brackets', example);
    const values: StringSyntax[] = [];
    for (;;) {
      const value = this.take();
      if (value.kind !== 'string') this.fail('condition-syntax', this.orLast(value), 'a list holds texts in quotes', example);
      values.push({ value: value.value, start: value.start, end: value.end });
      const close = this.peek();
      if (this.mark(']')) return { kind: 'in', left, negated, values, start: left.start, end: close.end };
      if (!this.mark(',')) this.fail('condition-syntax', this.orLast(close), 'a , or a ] is missing in the list', example);
    }
  }

  /** The end has no width: point at the last character instead. */
  private orLast(token: Token): { start: number; end: number } {
    if (token.kind !== 'end') return token;
    const end = this.text.trimEnd().length;
    return { start: Math.max(0, end - 1), end: Math.max(1, end) };
  }

  private operand(): OperandSyntax {
    const token = this.take();
    if (token.kind === 'number') return token;
    if (token.kind === 'string') return token;
    if (token.kind !== 'name') this.unexpected(token);
    if (!this.mark('(')) return { kind: 'name', path: token.value, start: token.start, end: token.end };
    return this.call(token.value, token.start, token.end);
  }

  private call(name: string, start: number, nameEnd: number): OperandSyntax {
    if (this.depth >= MAX_DEPTH)
      this.fail('condition-syntax', { start, end: nameEnd }, `calls are nested deeper than ${MAX_DEPTH}`);
    this.depth += 1;
    const args: ArgumentSyntax[] = [];
    let close = this.peek();
    while (!this.mark(')')) {
      args.push(this.argument());
      close = this.peek();
      if (!this.mark(',') && !(close.kind === 'mark' && close.value === ')')) {
        this.fail('condition-syntax', this.orLast(close), `the parenthesis after ${name} is not closed`, `write ${name}(...)`);
      }
      close = this.peek();
    }
    this.depth -= 1;
    const byDay = this.byDay();
    return { kind: 'call', name, nameEnd, args, byDay, start, end: byDay?.end ?? close.end };
  }

  private argument(): ArgumentSyntax {
    const word = this.peek();
    const value = this.operand();
    const colon = this.peek();
    if (!this.mark(':')) return { name: null, value };
    if (word.kind !== 'name' || value.kind !== 'name')
      this.fail('condition-syntax', colon, 'a : follows the name of an argument', 'write e.g. priority: "p1"');
    return { name: { text: word.value, start: word.start, end: word.end }, value: this.operand() };
  }

  /** `by day 90`, when it stands here. */
  private byDay(): { value: number; start: number; end: number } | null {
    const by = this.peek();
    if (by.kind !== 'name' || by.value !== 'by') return null;
    this.take();
    const example = 'write e.g. by day 90';
    const day = this.take();
    if (day.kind !== 'name' || day.value !== 'day')
      this.fail('condition-syntax', this.orLast(day), 'after "by" comes a day counted from the start of the contract', example);
    const count = this.take();
    if (count.kind !== 'number') this.fail('condition-syntax', this.orLast(count), 'after "by day" comes a number', example);
    const written = this.source(count);
    if (count.unit === 'd')
      this.fail('condition-syntax', count, `a day is counted without a unit, this is ${written}`, {
        says: `write by day ${count.value}`,
        write: String(count.value),
      });
    if (count.unit !== null || !Number.isInteger(count.value) || count.value < 0 || count.value > MAX_DAY)
      this.fail('condition-syntax', count, `a day is a whole number from 0 to ${MAX_DAY}, this is ${written}`, example);
    return { value: count.value, start: by.start, end: count.end };
  }
}

function parse<T>(text: string, read: (parser: ConditionParser) => T): T | ConditionProblem {
  try {
    if (text.trim() === '') {
      throw new ConditionSyntaxError({
        code: 'condition-syntax',
        message: 'the condition is empty',
        start: 0,
        end: Math.max(1, text.length),
      });
    }
    if (text.length > MAX_LENGTH) {
      const message = `the condition is longer than ${MAX_LENGTH} characters`;
      throw new ConditionSyntaxError({ code: 'condition-syntax', message, start: 0, end: 1 });
    }
    return read(new ConditionParser(text, readTokens(text)));
  } catch (error) {
    if (error instanceof ConditionSyntaxError) return error.problem;
    throw error;
  }
}

/** A condition's syntax, or the first mistake in it. */
export function parseConditionSyntax(text: string): ConditionSyntax | ConditionProblem {
  return parse(text, (parser) => parser.condition());
}

/** A single value's syntax (`wow_drop(logins)`), or the first mistake in it. */
export function parseExpressionSyntax(text: string): OperandSyntax | ConditionProblem {
  return parse(text, (parser) => parser.operandOnly());
}
