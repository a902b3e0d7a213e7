import type { Locale } from '../model/localized-text.js';
import { exitReason } from './explain-exits.js';
import { explainCondition } from './explain-condition.js';
import { stepLead } from './explain-step.js';
import { durationWords } from '../language/duration-words.js';
import { anchoredWords, cadenceWords } from './explain-time.js';
import { outlineOf, type OutlineGroup, type OutlineStep } from './outline.js';
import { explaining, type Explaining, type ExplainSubject } from './subject.js';
import { capital, oneLine, zh } from './text.js';

const LABEL_LENGTH = 100;
/** Everything that means something to Mermaid, as its entity codes. */
const SPECIAL = /["#;<>&`|\\()[\]{}*_~%$]/g;

/** A text that Mermaid prints as it is, whatever an author wrote. */
function label(text: string): string {
  // Emphasis and backticks belong to the explanation's Markdown.
  const plain = oneLine(text.replaceAll('`', ''));
  const characters = [...plain];
  const short = characters.length > LABEL_LENGTH ? `${characters.slice(0, LABEL_LENGTH - 1).join('')}…` : plain;
  return short.replace(SPECIAL, (character) => (character === '_' ? '_' : `#${character.codePointAt(0) ?? 63};`));
}

class Drawing {
  readonly lines: string[] = [];
  private count = 0;

  /** @param shape brackets around the label, e.g. `["` and `"]`. */
  node(shape: readonly [string, string], ...texts: readonly string[]): string {
    const id = `n${this.count}`;
    this.count += 1;
    this.lines.push(`  ${id}${shape[0]}"${texts.map(label).join('<br/>')}"${shape[1]}`);
    return id;
  }

  edge(from: string, to: string, text?: string): void {
    this.lines.push(`  ${from} -->${text === undefined ? '' : `|"${label(text)}"|`} ${to}`);
  }

  note(from: string, to: string): void {
    this.lines.push(`  ${from} -.- ${to}`);
  }
}

const BOX = ['[', ']'] as const;
const ROUND = ['([', '])'] as const;
const DIAMOND = ['{', '}'] as const;
const JOIN = ['((', '))'] as const;
const NOTE = ['>', ']'] as const;

function groupLabel(group: OutlineGroup, { locale, names }: Explaining): string {
  switch (group.kind) {
    case 'case':
      return explainCondition(group.when.condition, locale, names);
    case 'otherwise':
      return locale === 'en' ? 'otherwise' : '否则';
    case 'lane':
      return group.id;
  }
}

/** Draws a list of steps that goes on at `after`, and gives the node it begins with. */
function drawList(steps: readonly OutlineStep[], after: string, drawing: Drawing, about: Explaining): string {
  // From the last to the first, so that every edge knows where it leads.
  return steps.reduceRight((next, { step, groups }) => {
    if (step.verb === 'branch') {
      const fork = drawing.node(DIAMOND, step.id);
      for (const group of groups) drawing.edge(fork, drawList(group.steps, next, drawing, about), groupLabel(group, about));
      return fork;
    }
    if (step.verb === 'parallel') {
      const fork = drawing.node(BOX, step.id);
      const join = drawing.node(JOIN, about.locale === 'en' ? 'all lanes ended' : '所有泳道结束');
      for (const group of groups) drawing.edge(fork, drawList(group.steps, join, drawing, about), groupLabel(group, about));
      drawing.edge(join, next);
      return fork;
    }
    const box = drawing.node(BOX, step.id, capital(stepLead(step, about)));
    drawing.edge(box, next);
    return box;
  }, after);
}

function startLabel({ plan: { start }, locale, names }: Explaining): string {
  const en = locale === 'en';
  switch (start.kind) {
    case 'manual':
      return en ? 'Started by a person' : '人工启动';
    case 'becomes_true':
      return capital(
        `${cadenceWords(start.cadence, locale)}${en ? ': ' : '：'}${explainCondition(start.when.condition, locale, names)}`,
      );
    case 'at_date':
      return capital(anchoredWords(start, locale));
    case 'event':
      return en
        ? `Event: ${names.title('event', start.event) ?? start.event}`
        : `事件：${names.title('event', start.event) ?? start.event}`;
    case 'every_period':
      return capital(cadenceWords(start.period, locale));
    case 'milestone_missed': {
      const milestone = names.title('milestone', start.milestone) ?? start.milestone;
      return en ? `Milestone not reached: ${milestone}` : `里程碑未达成：${milestone}`;
    }
  }
}

/** A Mermaid flowchart of a playbook: start, steps, branches, lanes, verification, and the exits as a note. */
export function drawPlaybook(subject: ExplainSubject, locale: Locale): string {
  const about = explaining(subject, locale);
  const { plan } = subject;
  const en = locale === 'en';
  const drawing = new Drawing();
  const start = drawing.node(ROUND, startLabel(about));
  const end = drawing.node(ROUND, en ? 'End' : '结束');
  let after = end;
  if (plan.verify) {
    const days = durationWords(plan.verify.after, locale);
    const objectives = plan.verify.objective.map(
      ({ id, expect }) => `${id}: ${explainCondition(expect.condition, locale, about.names)}`,
    );
    after = drawing.node(BOX, en ? `Verification after ${days}` : zh`${days}后评判效果`, ...objectives);
    drawing.edge(after, end);
  }
  drawing.edge(start, drawList(outlineOf(plan), after, drawing, about));
  if (plan.exits.length > 0) {
    const exits = plan.exits.map((exit) => `${exit.id}: ${exitReason(exit, about)}`);
    const note = drawing.node(NOTE, en ? 'Early exits, watched throughout' : '全程监视的提前退出', ...exits);
    drawing.note(note, start);
  }
  return `flowchart TD\n${drawing.lines.join('\n')}\n`;
}
