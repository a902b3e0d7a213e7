import { addDuration, UTC_CALENDAR } from '../../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Instant } from '../../../workflows/model/time.js';
import { UnknownZoneError } from '../../../workflows/evaluate/build-zone-calendar.js';
import { zoneCalendarFor } from '../../../workflows/evaluate/zone-calendar-for.js';
import type { LocalizedText } from '../../../workflows/model/localized-text.js';
import { textIn } from '../../../workflows/model/localized-text.js';
import type { PerformInput } from '../../../workflows/durable/activities.js';
import { accountPeople } from '../../../prisma/read-models/account-people.js';
import type { AccountPeople } from '../../../prisma/read-models/account-people.js';
import { catalogueInForce } from '../../../prisma/read-models/catalogue-in-force.js';
import { openTask } from '../../../prisma/stores/task-store.js';
import type { TaskDraft } from '../../../prisma/stores/task-store.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { settledAt } from './settled-at.js';

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;

/** A step that was not carried out, and why. */
export interface Unreached {
  readonly runId: string;
  /** What the channel was given. */
  readonly key: string;
  readonly step: string;
  readonly account: string;
  readonly at: Instant;
  readonly because: LocalizedText;
}

/**
 * The task for the CSM about a step that was not carried out; without a CSM it is nobody's and shows in the list.
 * @param people null = the account is gone
 */
export function fallbackTask(
  { runId, key, step, account, at, because }: Unreached,
  people: AccountPeople | null,
  calendars: Catalogue['calendars'],
): TaskDraft {
  const name = people?.name ?? account;
  const title: LocalizedText = {
    en: `"${step}" did not reach ${name}: ${textIn(because, 'en')}`,
    zh: `“${step}”未能送达 ${name}：${textIn(because, 'zh')}`,
  };
  const calendar = calendarOf(calendars, people?.timezone ?? 'UTC', at);
  return {
    runId,
    stepKey: key,
    step,
    kind: 'fallback',
    accountId: account,
    assigneeId: people?.csm?.id ?? null,
    title: textIn(title, people?.locale ?? 'en'),
    checklist: [],
    outcomes: ['handled', 'not_needed'],
    noteAtLeast: null,
    openedAt: at,
    dueAt: addDuration(calendar, at, { amount: 2, unit: 'bd' }),
    expiresAt: addDuration(calendar, at, { amount: 60, unit: 'd' }),
  };
}

/** An account with an impossible time zone gets its task all the same. */
function calendarOf(calendars: Catalogue['calendars'], zone: string, at: Instant): ZoneCalendar {
  try {
    return zoneCalendarFor(calendars, zone, at - DAY_MS, at + YEAR_MS);
  } catch (error) {
    if (error instanceof UnknownZoneError) return UTC_CALENDAR;
    throw error;
  }
}

/** Opens it for one reader of several, or for a whole step of a run whose engine does not do so itself. */
export async function openFallback(
  deps: ActivityDependencies,
  input: PerformInput,
  because: LocalizedText,
): Promise<{ readonly assigned: boolean }> {
  const at = settledAt(deps.clock, input.at, deps.machineNow());
  const [people, catalogue] = await Promise.all([accountPeople(deps.db, input.account, input.csm), catalogueInForce(deps.db)]);
  const draft = fallbackTask({ ...input, at, because }, people, catalogue?.calendars);
  await openTask(deps.db, draft);
  return { assigned: draft.assigneeId !== null };
}
