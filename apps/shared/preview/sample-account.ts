import { UTC_CALENDAR, shiftPeriod } from '../../../workflows/model/calendar.js';
import type { AccountData, MetricPoint } from '../../../workflows/model/account-data.js';
import type { AttributeDefinition, Catalogue, MetricDefinition } from '../../../workflows/model/catalogue.js';
import type { FactValue } from '../../../workflows/model/fact.js';
import { textIn, type Locale } from '../../../workflows/model/localized-text.js';
import type { Plan, PlanStep, PlanTemplates } from '../../../workflows/model/plan.js';
import type { AccountPeople, Person } from '../../../prisma/read-models/account-people.js';
import type { RecipientRow } from '../../../prisma/read-models/message-recipients.js';
import type { PreviewFacts } from './preview-texts.js';

/** The same day always, so that a preview changes only when the template does: a Monday morning. */
const AT = Date.UTC(2026, 2, 2, 8);
const DAY = 86_400_000;
const SEATS = 40;

const WORDS = {
  en: { account: 'Acme Robotics (sample data)', attribute: 'sample' },
  zh: { account: '示例机器人公司（示例数据）', attribute: '示例' },
} as const;

const NAMES: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    champion: 'Ann Lee',
    decision_maker: 'David Stone',
    admin: 'Priya Shah',
    key_user: 'Tom Weber',
    end_user: 'Mia Rossi',
    csm: 'Chris Young',
    manager: 'Maya King',
  },
  zh: {
    champion: '王芳',
    decision_maker: '李建国',
    admin: '张敏',
    key_user: '陈杰',
    end_user: '刘洋',
    csm: '赵倩',
    manager: '孙伟',
  },
};

function person(role: string, locale: Locale): Person {
  return { id: `sample-${role}`, name: NAMES[locale][role] ?? role, email: `${role}@customer.example` };
}

/** A number that looks made up and is the same every time. */
function numberFor(id: string, most: number): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16_777_619) >>> 0;
  return hash % most;
}

function within(value: number, [low, high]: MetricDefinition['range']): number {
  return Math.min(high ?? value, Math.max(low ?? value, value));
}

/** A plausible value: of 40 seats some are opened, of those some are used. Null = a ratio that leads nowhere. */
function valueOf(metric: MetricDefinition, metrics: Catalogue['metrics'], depth = 0): number | null {
  const { id, source, type, range } = metric;
  const part = (other: string): number | null => {
    const found = Object.hasOwn(metrics, other) ? metrics[other] : undefined;
    return found && depth < 5 ? valueOf(found, metrics, depth + 1) : null;
  };
  switch (source.kind) {
    case 'seats':
      return SEATS;
    case 'products':
      return 3;
    case 'open_contacts':
      return 31;
    case 'count_contacts':
      return 18 + numberFor(id, 8);
    case 'contacts_this_term':
      return 9 + numberFor(id, 8);
    case 'count_events':
      return 40 + numberFor(id, 200);
    case 'distinct':
      return 1 + numberFor(id, 3);
    case 'sum':
      return 600 + numberFor(id, 1_200);
    case 'average':
      return 12 + numberFor(id, 20);
    case 'last_seen':
      return (1 + numberFor(id, 5)) * DAY;
    case 'ratio': {
      const [of, to] = [part(source.of), part(source.to)];
      return of === null || to === null || to === 0 ? null : within(of / to, range);
    }
    case 'imported':
      if (type === 'percent') return within((30 + numberFor(id, 50)) / 100, range);
      return within(type === 'duration' ? (1 + numberFor(id, 9)) * DAY : 20 + numberFor(id, 40), range);
  }
}

function lastClosedPeriod(metric: MetricDefinition, metrics: Catalogue['metrics']): readonly MetricPoint[] {
  const start = shiftPeriod(UTC_CALENDAR, AT, metric.per, -1);
  return [{ start, end: shiftPeriod(UTC_CALENDAR, AT, metric.per, 0), value: valueOf(metric, metrics) }];
}

function attributeValue({ title, type, values }: AttributeDefinition, locale: Locale): FactValue {
  switch (type) {
    case 'number':
      return 12_000;
    case 'percent':
      return 0.15;
    case 'yes_no':
      return true;
    case 'date':
      return Date.UTC(2025, 8, 15);
    case 'text':
      return values?.[0] ?? `${textIn(title, locale)} (${WORDS[locale].attribute})`;
  }
}

/** Attributes that the texts name without the catalogue declaring them. */
function undeclared(plan: Plan, templates: PlanTemplates, locale: Locale): Readonly<Record<string, string>> {
  const names = JSON.stringify([plan.steps, templates]).matchAll(/account\.attributes\.([A-Za-z0-9_]+)/g);
  return Object.fromEntries([...names].map(([, name = '']) => [name, `${name} (${WORDS[locale].attribute})`]));
}

/** The first word that a step can end with. */
function outcomeOf(step: PlanStep): string | null {
  switch (step.verb) {
    case 'task':
      return step.outcomes[0] ?? null;
    case 'ask':
      return step.answers[0] ?? null;
    case 'email':
      return 'sent';
    case 'in_app':
    case 'chat':
      return 'posted';
    case 'check':
      return 'met';
    case 'wait_for':
      return 'happened';
    case 'webhook':
      return 'delivered';
    default:
      return null;
  }
}

/** What became of a run's steps, made up: each ended with its first word. */
export function sampleOutcomes(plan: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(plan.steps).flatMap((step) => {
      const outcome = outcomeOf(step);
      return outcome === null ? [] : [[step.id, outcome]];
    }),
  );
}

/** An account made up from the catalogue, in which nothing is missing: the same every time. */
export function sampleAccount(plan: Plan, templates: PlanTemplates, catalogue: Catalogue, locale: Locale): PreviewFacts {
  const { account } = WORDS[locale];
  const segment = (catalogue.segments[1] ?? catalogue.segments[0])?.id ?? 'mid';
  const roles = ['champion', 'decision_maker', 'admin', 'key_user', 'end_user'];
  const attributes = Object.values(catalogue.attributes ?? {}).map((one) => [one.id, attributeValue(one, locale)]);
  const bands = catalogue.healths[0]?.bands ?? { green: 75, yellow: 50 };
  const score = 72;
  const people: AccountPeople = {
    id: 'sample',
    name: account,
    segment,
    locale,
    timezone: 'UTC',
    csm: person('csm', locale),
    manager: person('manager', locale),
    roles: Object.fromEntries(roles.map((role) => [role, person(role, locale)])),
  };
  const data: AccountData = {
    id: 'sample',
    name: account,
    status: 'active',
    segment,
    muted: false,
    locale,
    calendar: UTC_CALENDAR,
    roles,
    hasCsm: true,
    attributes: { ...undeclared(plan, templates, locale), ...Object.fromEntries(attributes) },
    contracts: [{ product: 'core', start: Date.UTC(2025, 7, 14), end: Date.UTC(2026, 7, 14), seats: SEATS }],
    series: Object.fromEntries(
      Object.values(catalogue.metrics).map((metric) => [metric.id, lastClosedPeriod(metric, catalogue.metrics)]),
    ),
    health: [{ at: AT, score, band: score >= bands.green ? 'green' : score >= bands.yellow ? 'yellow' : 'red' }],
    loadedAsOf: AT,
  };
  const readerFor = (recipient: string): RecipientRow => {
    const role = recipient.startsWith('account.') ? recipient.slice('account.'.length) : 'end_user';
    const kind = role === 'csm' || role === 'manager' ? 'member' : 'contact';
    return { ...person(role, locale), kind, role, locale };
  };
  return {
    at: AT,
    sample: true,
    people,
    data,
    catalogue,
    outcomes: sampleOutcomes(plan),
    readerFor: async (to) => readerFor(to),
  };
}
