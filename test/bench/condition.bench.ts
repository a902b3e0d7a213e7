import { compileCondition } from '../../workflows/condition/compile-condition.js';
import { accountContext } from '../../workflows/evaluate/account-context.js';
import type { AccountData } from '../../workflows/model/account-data.js';
import { shiftPeriod } from '../../workflows/model/calendar.js';
import type { EvaluationContext } from '../../workflows/model/evaluation-context.js';
import { accountData, closedPeriods } from '../support/account-data-builder.js';
import { condition } from '../support/condition-builder.js';
import { median, type Bench, type BenchResult } from './bench-result.js';

const ACCOUNTS = 500;
const ROUNDS = 15;
/** Evaluations between two looks at the clock. */
const CHUNK = 200_000;
const TODAY = '2026-03-11';
const AS_OF = Date.parse(`${TODAY}T08:00:00Z`);
const DAY = 86_400_000;

/** What a sweep loads of an account: a year of weeks, seventy days, daily health, two terms, in a zone with summer time. */
function account(index: number): AccountData {
  const wave = (length: number, size: number): number[] =>
    Array.from({ length }, (_, back) => Math.round(size * (1 + Math.sin(index + back))));
  const base = accountData();
  const calendar = {
    ...base.calendar,
    zone: 'Europe/Berlin',
    offsets: Array.from({ length: 8 }, (_, half) => ({
      from: AS_OF + (half - 6) * 182 * DAY,
      minutes: half % 2 === 0 ? 60 : 120,
    })),
  };
  const term = (start: number, end: number) => ({
    product: 'pro',
    start: AS_OF + start * DAY,
    end: AS_OF + end * DAY,
    seats: 20,
  });
  return {
    ...base,
    id: `account-${index}`,
    calendar,
    attributes: { region: 'north', plan: 'gold' },
    contracts: [term(-500, -135), term(-135, 230)],
    series: {
      logins: closedPeriods('week', TODAY, wave(60, 200), calendar),
      visits: closedPeriods('day', TODAY, wave(70, 30), calendar),
      revenue: closedPeriods('month', TODAY, wave(24, 9_000), calendar),
      activation_rate: closedPeriods('day', TODAY, wave(70, 1), calendar),
      nps: closedPeriods('month', TODAY, wave(24, 40), calendar),
    },
    health: wave(120, 50).map((score, back) => ({
      at: shiftPeriod(calendar, AS_OF, 'day', back - 119),
      score,
      band: score >= 75 ? 'green' : score >= 50 ? 'yellow' : 'red',
    })),
    loadedAsOf: AS_OF,
  };
}

/** The same questions by hand, on the same context: what no closure can be faster than. */
const BY_HAND: Readonly<Record<string, (context: EvaluationContext) => boolean | null>> = {
  'health.score < 60': (context) => {
    const { value } = context.read('health.score', context.asOf);
    return typeof value === 'number' ? value < 60 : null;
  },
  'wow_drop(logins) >= 50%': (context) => {
    const after = context.closedPeriod('logins', context.asOf, 1).value;
    const before = context.closedPeriod('logins', context.asOf, 2).value;
    if (typeof before !== 'number' || typeof after !== 'number' || before === 0) return null;
    return (before - after) / Math.abs(before) >= 0.5;
  },
  'account.segment in ["smb", "mid"]': (context) => {
    const { value } = context.read('account.segment', context.asOf);
    return typeof value === 'string' ? value === 'smb' || value === 'mid' : null;
  },
};

let sink = 0;

/** Millions of answers a second in one round. */
function rate(contexts: readonly EvaluationContext[], ask: (context: EvaluationContext) => unknown): number {
  const started = performance.now();
  for (let index = 0; index < CHUNK; index += 1) {
    const context = contexts[index % ACCOUNTS];
    if (context !== undefined && ask(context) === true) sink += 1;
  }
  return CHUNK / 1_000 / (performance.now() - started);
}

/** Compiled conditions on loaded accounts, in turn with the same comparison by hand and with the answer that keeps its facts. */
export const conditionBench: Bench = async () => {
  const contexts = Array.from({ length: ACCOUNTS }, (_, index) => accountContext(account(index), { asOf: AS_OF }));
  const questions = Object.entries(BY_HAND).map(([text, byHand]) => ({
    text,
    byHand,
    compiled: compileCondition(condition(text)),
  }));
  const rounds = questions.map(() => ({ answer: [] as number[], ratio: [] as number[], facts: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    questions.forEach(({ byHand, compiled }, index) => {
      const hand = rate(contexts, byHand);
      const answer = rate(contexts, (context) => compiled.answer(context));
      rounds[index]?.answer.push(answer);
      rounds[index]?.ratio.push(hand / answer);
      rounds[index]?.facts.push(rate(contexts, (context) => compiled.evaluate(context).value));
    });
  }
  if (sink === 0) throw new Error('no condition was ever true: this measures nothing');
  return questions.map(({ text }, index): BenchResult => {
    const { answer, ratio, facts } = rounds[index] ?? { answer: [], ratio: [], facts: [] };
    return {
      name: `condition ${text}`,
      figure: median(answer),
      unit: 'million/s',
      target: 5,
      atLeast: true,
      detail: `on ${ACCOUNTS} loaded accounts, ${median(ratio).toFixed(1)}x the time of the comparison by hand; with facts ${median(facts).toFixed(1)} million/s; median of ${ROUNDS} rounds in turn`,
    };
  });
};
