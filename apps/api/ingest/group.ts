import type { Database } from '../../../prisma/database.js';
import { upsertAccount } from '../../../prisma/stores/ingest-store.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { ProblemPart } from '../problems/problem.js';
import { badRequest } from '../problems/request-pipe.js';
import type { AccountTraits, GroupBody, UpsertedDto } from './ingest-dto.js';
import { upsertRefusal } from './upsert-refusal.js';

type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const MOST_ATTRIBUTES = 200;
/** What conditions know as `account.<name>` without being an attribute. */
const RESERVED = new Set(['id', 'segment', 'status', 'muted', 'locale', 'name', 'csm', 'manager']);

/** Makes or updates an account. */
export async function group(db: Database, { groupId, traits }: GroupBody, at: Instant): Promise<UpsertedDto> {
  const { csm, attributes, ...rest } = traits ?? ({} as AccountTraits);
  const problems = [...timezoneProblems(rest.timezone), ...attributeProblems(attributes)];
  if (problems.length > 0) throw badRequest(problems);
  const result = await upsertAccount(
    db,
    { ...rest, id: groupId, csmId: csm, attributes: attributes as Attributes | undefined },
    at,
  );
  if (result.status !== 'ok') throw upsertRefusal(result, groupId);
  return { id: groupId, created: result.created };
}

function timezoneProblems(timezone: string | undefined): ProblemPart[] {
  if (timezone === undefined) return [];
  try {
    // Offsets such as +08:00 are taken by Intl, but they have no daylight saving and PostgreSQL reads their sign the other way.
    if (/^[A-Za-z]/.test(timezone) && new Intl.DateTimeFormat('en', { timeZone: timezone })) return [];
  } catch {
    // Answered below.
  }
  const fix = 'Give an IANA time zone such as Europe/Berlin or Asia/Shanghai.';
  return [{ place: 'body.traits.timezone', cause: `\`${timezone}\` is not a time zone.`, fix }];
}

function attributeProblems(attributes: Readonly<Record<string, unknown>> | undefined): ProblemPart[] {
  const entries = Object.entries(attributes ?? {});
  if (entries.length > MOST_ATTRIBUTES) {
    const cause = `${entries.length} attributes are more than the ${MOST_ATTRIBUTES} that are kept.`;
    return [{ place: 'body.traits.attributes', cause, fix: 'Send what playbooks read.' }];
  }
  return entries.flatMap(([name, value]) => {
    const place = `body.traits.attributes.${name}`;
    if (RESERVED.has(name)) {
      return [{ place, cause: `\`account.${name}\` is a field of every account.`, fix: 'Give the attribute another name.' }];
    }
    if (!/^[a-z][a-z0-9_]{0,59}$/.test(name)) {
      return [
        { place, cause: 'A condition could not name it.', fix: 'Use lower-case letters, digits and _, beginning with a letter.' },
      ];
    }
    if (typeof value === 'object' && value !== null) {
      return [{ place, cause: 'An attribute is one value.', fix: 'Give text, a number, true, false or null.' }];
    }
    return [];
  });
}
