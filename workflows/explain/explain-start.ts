import { DEFAULTS } from '../language/defaults.js';
import type { NamedCondition } from '../model/condition.js';
import type { StartDoor, TimeOfDay } from '../model/plan.js';
import { plainForm } from './condition-shape.js';
import { explainCondition } from './explain-condition.js';
import { anchoredWords, cadenceWords, timeWords } from './explain-time.js';
import { paragraph, point, sentenceOf, type Item } from './explanation.js';
import type { Explaining } from './subject.js';
import { capital, code, quoted, zh } from './text.js';

/** A list of conditions in words: each a point, below a sentence that says whether all of them or one is needed. */
export function conditionPoints(
  named: NamedCondition,
  { locale, names }: Explaining,
): { readonly one: boolean; readonly any: boolean; readonly points: readonly Item[] } {
  const plain = plainForm(named.condition);
  const parts = plain.kind === 'all' || plain.kind === 'any' ? plain.of : [plain];
  const points = parts.map((part) => point(sentenceOf(explainCondition(part, locale, names), locale)));
  return { one: parts.length === 1, any: plain.kind === 'any', points };
}

const LEADS = {
  en: { one: 'this', all: 'all of this', any: 'any of this' },
  zh: { one: '以下条件', all: '以下全部条件', any: '以下任一条件' },
} as const;

export function leadOf(named: NamedCondition, about: Explaining): string {
  const { one, any } = conditionPoints(named, about);
  return LEADS[about.locale][one ? 'one' : any ? 'any' : 'all'];
}

/** What is asked at the moment of a door that opens by itself. */
function askedThen(when: NamedCondition | null, about: Explaining): readonly Item[] {
  const { locale } = about;
  if (!when) return [paragraph(locale === 'en' ? 'Nothing else is asked then (default).' : '届时不再检查其他条件（默认）。')];
  const lead = leadOf(when, about);
  const text = locale === 'en' ? `A run starts only if at that moment ${lead} is true:` : `届时${lead}成立才启动：`;
  return [paragraph(text), ...conditionPoints(when, about).points, unknownStartsNothing(about)];
}

function unknownStartsNothing({ locale }: Explaining): Item {
  return paragraph(
    locale === 'en' ? 'What cannot be answered for lack of data starts nothing.' : '因缺少数据而无法判断时，不会启动。',
  );
}

function atTime(at: TimeOfDay, { locale }: Explaining): string {
  const usual = at.hour === DEFAULTS.time.hour && at.minute === DEFAULTS.time.minute;
  return locale === 'en' ? `at ${timeWords(at)}${usual ? ' (default)' : ''}` : `${timeWords(at)}${usual ? '（默认）' : ''}`;
}

function thing(kind: 'event' | 'milestone', id: string, { names, locale }: Explaining): string {
  const title = names.title(kind, id);
  return title === null ? code(id) : quoted(title, locale);
}

/** What starts a run. */
export function explainStart(start: StartDoor, about: Explaining): readonly Item[] {
  const { locale } = about;
  const en = locale === 'en';
  switch (start.kind) {
    case 'manual':
      return [
        paragraph(en ? 'A person starts it for an account; nothing starts by itself.' : '由人为某个客户手动启动，不会自动启动。'),
      ];
    case 'becomes_true': {
      const lead = leadOf(start.when, about);
      const cadence = cadenceWords(start.cadence, locale);
      const text = en
        ? `${capital(cadence)} every account is looked at. A run starts when ${lead} becomes true:`
        : zh`${cadence}检查所有客户。${lead}由不成立变为成立时启动：`;
      const edge = en
        ? 'It starts once when this becomes true, not again and again while it stays true.'
        : '只在由不成立变为成立时启动一次，持续成立期间不会反复启动。';
      return [paragraph(text), ...conditionPoints(start.when, about).points, paragraph(edge), unknownStartsNothing(about)];
    }
    case 'event': {
      const event = thing('event', start.event, about);
      const text = en
        ? `Each time the event ${event} happens at an account, a run starts.`
        : zh`客户每发生一次事件${event}就启动。`;
      return [paragraph(text), ...askedThen(start.when, about)];
    }
    case 'at_date': {
      const moment = anchoredWords(start, locale);
      const text = en
        ? `Once per contract, ${moment}, ${atTime(start.at, about)}.`
        : zh`每份合同一次：${moment}，${atTime(start.at, about)}。`;
      return [paragraph(text), ...askedThen(start.when, about)];
    }
    case 'every_period': {
      const text = en
        ? `For every account, ${cadenceWords(start.period, locale)}.`
        : zh`${cadenceWords(start.period, locale)}，针对每个客户。`;
      return [paragraph(text), ...askedThen(start.when, about)];
    }
    case 'milestone_missed': {
      const milestone = thing('milestone', start.milestone, about);
      const day = start.byDay;
      const text = en
        ? `Once per contract, ${atTime(start.at, about)} on the day after ${day === null ? "the milestone's own target day (default)" : `day ${day} of the contract`}, when the milestone ${milestone} has not been reached by then.`
        : zh`每份合同一次：里程碑${milestone}到${day === null ? '其目标日（默认）' : zh`合同开始后第${day}天`}仍未达成时，于次日 ${atTime(start.at, about)} 启动。`;
      return [paragraph(text), ...askedThen(start.when, about)];
    }
  }
}
