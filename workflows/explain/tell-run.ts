import { explainEvaluation } from '../condition/explain-evaluation.js';
import { explainFact } from '../condition/explain-fact.js';
import { localTime, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { NamedCondition } from '../model/condition.js';
import type { Evaluation, Fact } from '../model/fact.js';
import { textIn } from '../model/localized-text.js';
import type { PlanStep } from '../model/plan.js';
import type { TraceEntry } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { stepLead } from './explain-step.js';
import { recipientWords } from './people.js';
import { RESULT_NAMES } from './result-words.js';
import { explaining, type Explaining, type ExplainSubject } from './subject.js';
import { tellOrder } from './tell-order.js';
import { tellSettled } from './tell-settled.js';
import { joinZh, quoted, zh } from './text.js';

const DAY = 86_400_000;
/** Put before the id of a question of the verification, where the record has the id of a step. */
const QUESTION = 'verify.';

/** What happened at one moment of a run, in words. */
export interface RunLine {
  /** Of the entry in the flight record. */
  readonly seq: number;
  readonly at: Instant;
  /** The wall clock of the account: `2026-03-02 08:00`. */
  readonly time: string;
  /** Local days since the run began: 0 = the day itself. */
  readonly day: number;
  readonly text: string;
}

class Teller {
  constructor(
    private readonly about: Explaining,
    private readonly trace: readonly TraceEntry[],
    private readonly calendar: ZoneCalendar,
  ) {}

  /** Null = nothing that a reader misses: timers, and what the next lines say again. */
  line(entry: TraceEntry): string | null {
    const { locale } = this.about;
    const say = (en: string, chinese: string): string => (locale === 'en' ? en : chinese);
    switch (entry.type) {
      case 'run_started':
        return entry.arm === 'holdout'
          ? say('the run begins in the control group: nobody is touched', '执行开始（对照组，不触达任何人）')
          : say('the run begins', '执行开始');
      case 'step_started':
        return this.started(entry);
      case 'step_settled': {
        // What came of a question of the verification is told once, with what it is worth.
        if (entry.step.startsWith(QUESTION)) return null;
        const told = tellSettled(entry, this.step(entry.step), this.about);
        return told === null ? null : this.of(entry.step, told);
      }
      case 'task_opened':
      case 'question_opened': {
        const until = this.time(entry.expires);
        const open = say(`${this.lead(entry.step)}; open until ${until}`, zh`${this.lead(entry.step)}；${until} 前有效`);
        return this.of(entry.step, open);
      }
      case 'task_escalated': {
        const to = recipientWords(entry.to, locale);
        return this.of(entry.step, say(`still open, so ${to} gets it as well`, zh`仍未完成，同时升级给${to}`));
      }
      case 'asked':
        return this.of(entry.step, this.verdict(this.conditionOf(entry.step, entry.condition), entry));
      case 'condition_met':
        return this.of(entry.step, say(`it is so: ${this.facts(entry)}`, zh`条件成立：${this.facts(entry)}`));
      case 'branch_taken':
        return this.of(entry.step, this.branch(entry));
      case 'exit_taken': {
        const facts = entry.facts.length === 0 ? '' : say(`: ${this.facts(entry)}`, `：${this.facts(entry)}`);
        const as = RESULT_NAMES[entry.as][locale];
        return say(`the run leaves by ${entry.exit} (${as})${facts}`, zh`经 ${entry.exit} 退出（${as}）${facts}`);
      }
      case 'verified': {
        const objective = this.about.plan.verify?.objective.find(({ id }) => id === entry.objective);
        const verdict = this.verdict(objective?.expect, entry);
        return say(`objective ${entry.objective}: ${verdict}`, zh`目标 ${entry.objective}：${verdict}`);
      }
      case 'subjective_verified':
        return this.judged(entry);
      case 'step_retried': {
        const due = this.time(entry.due);
        const again = say(
          `try ${entry.attempt} at ${due}, because of ${entry.reason}`,
          zh`${due} 第 ${entry.attempt} 次尝试，原因：${entry.reason}`,
        );
        return this.of(entry.step, again);
      }
      case 'fallback_opened':
        return this.of(entry.step, say('the CSM gets a task about it', '为 CSM 开一个任务处理'));
      case 'run_finished': {
        const result = RESULT_NAMES[entry.result][locale];
        return say(`the run ends: ${result}`, zh`执行结束：${result}`);
      }
      case 'event_ignored':
        return say(`no effect: ${entry.event} (${entry.reason})`, zh`无效果：${entry.event}（${entry.reason}）`);
      case 'timer_set':
      case 'timer_fired':
      case 'timer_cancelled':
        return null;
      case 'skip_planned':
      case 'run_paused':
      case 'run_resumed':
      case 'run_cancelled':
      case 'run_handed_over':
      case 'run_migrated':
      case 'event_held':
        return tellOrder(entry, locale, (at) => this.time(at));
    }
  }

  private time(at: Instant): string {
    return localTime(this.calendar, at);
  }

  private step(id: string): PlanStep | undefined {
    const { steps } = this.about.plan;
    return Object.hasOwn(steps, id) ? steps[id] : undefined;
  }

  /** `call: ...`; a question of the verification by its own id. */
  private of(step: string, text: string): string {
    const id = step.startsWith(QUESTION) ? step.slice(QUESTION.length) : step;
    return this.about.locale === 'en' ? `${id}: ${text}` : joinZh(id, '：', text);
  }

  private lead(id: string): string {
    const step = this.step(id);
    if (step) return stepLead(step, this.about).replaceAll('`', '');
    const { locale, plan } = this.about;
    const asked = plan.verify?.subjective?.find((one) => `${QUESTION}${one.id}` === id);
    if (!asked) return id;
    const [whom, question] = [recipientWords(asked.ask, locale), quoted(textIn(asked.question, locale), locale)];
    return locale === 'en' ? `ask ${whom}: ${question}` : zh`询问${whom}：${question}`;
  }

  /** A beginning is told when it is not told again by what follows at the same instant. */
  private started({ step, key, verb, due, at }: Extract<TraceEntry, { type: 'step_started' }>): string | null {
    const { locale } = this.about;
    if (verb === 'branch' || verb === 'check') return null;
    const told = ['step_settled', 'task_opened', 'question_opened', 'asked'];
    const again = this.trace.some(
      (entry) =>
        told.includes(entry.type) &&
        entry.at === at &&
        'step' in entry &&
        entry.step === step &&
        (!('key' in entry) || entry.key === key),
    );
    if (again && verb !== 'wait_for') return null;
    if (verb === 'parallel' || due <= at) return this.of(step, this.lead(step));
    const until = this.time(due);
    return this.of(step, locale === 'en' ? `${this.lead(step)} (until ${until})` : zh`${this.lead(step)}（至 ${until}）`);
  }

  private branch({ step: id, arm, because }: Extract<TraceEntry, { type: 'branch_taken' }>): string {
    const en = this.about.locale === 'en';
    if (arm === 'otherwise') return en ? `otherwise, because ${because}` : zh`走 otherwise，因为 ${because}`;
    const step = this.step(id);
    const when = step?.verb === 'branch' ? (step.arms[arm]?.when.text ?? because) : because;
    return en ? `case ${arm + 1}, ${when}` : zh`走第 ${arm + 1} 个分支：${when}`;
  }

  private judged({ question, answer, good, by }: Extract<TraceEntry, { type: 'subjective_verified' }>): string {
    const en = this.about.locale === 'en';
    if (answer === null) return this.of(question, en ? 'nobody answered' : '无人回答');
    const value =
      good === null ? '' : good ? (en ? ' (a good answer)' : '（好的回答）') : en ? ' (not a good answer)' : '（不好的回答）';
    const who = by === undefined ? '' : en ? ` by ${by}` : zh`（${by}）`;
    return this.of(question, en ? `answered ${answer}${who}${value}` : zh`回答 ${answer}${who}${value}`);
  }

  /** The condition of a step that stands in the record by its text. */
  private conditionOf(id: string, text: string): NamedCondition | undefined {
    const step = this.step(id);
    if (!step) return undefined;
    const own =
      step.verb === 'branch'
        ? step.arms.map(({ when }) => when)
        : step.verb === 'check'
          ? [step.expect]
          : step.verb === 'wait_for' && step.condition
            ? [step.condition]
            : [];
    return [...own, ...(step.when ? [step.when] : [])].find((condition) => condition.text === text);
  }

  private verdict(asked: NamedCondition | undefined, entry: Evaluation & { readonly condition: string }): string {
    const { locale } = this.about;
    if (asked) return explainEvaluation(asked.condition, entry, this.calendar, locale);
    return entry.facts.length > 0 ? this.facts(entry) : `${entry.condition}: ${String(entry.value ?? 'unknown')}`;
  }

  private facts({ facts }: { readonly facts: readonly Fact[] }): string {
    const { locale } = this.about;
    return facts.map((fact) => explainFact(fact, this.calendar, locale)).join(locale === 'en' ? '; ' : '；');
  }
}

/** The flight record of a run as a time line: what happened on which local day, in plain words. */
export function tellRun(
  subject: ExplainSubject,
  trace: readonly TraceEntry[],
  calendar: ZoneCalendar,
  locale: 'en' | 'zh' = 'en',
): readonly RunLine[] {
  const teller = new Teller(explaining(subject, locale), trace, calendar);
  const localDay = (at: Instant) => Math.floor(toLocal(calendar, at) / DAY);
  const first = trace[0]?.at ?? 0;
  return trace.flatMap((entry): RunLine[] => {
    const text = teller.line(entry);
    const { seq, at } = entry;
    return text === null ? [] : [{ seq, at, time: localTime(calendar, at), day: localDay(at) - localDay(first), text }];
  });
}
