import type { Database } from '../../../prisma/database.js';
import { trackEvent } from '../../../prisma/stores/ingest-store.js';
import type { TrackResult } from '../../../prisma/stores/ingest-store.js';
import type { Instant } from '../../../workflows/model/time.js';
import { Problem, shorten } from '../problems/problem.js';
import { badRequest } from '../problems/request-pipe.js';
import type { TrackBody, TrackedDto } from './ingest-dto.js';
import { readTimestamp } from './read-timestamp.js';
import { unknownAccount } from './upsert-refusal.js';

/** All events of the API share one space of ids. */
const SOURCE = 'api';

/** Keeps an event, once. */
export async function track(db: Database, body: TrackBody, at: Instant): Promise<TrackedDto> {
  if (body.userId === undefined && body.groupId === undefined) {
    const cause = 'The event names neither a contact nor an account.';
    throw badRequest([{ place: 'body.groupId', cause, fix: 'Add `groupId` (the account), `userId` (the contact), or both.' }]);
  }
  const result = await trackEvent(db, {
    eventId: body.messageId,
    source: SOURCE,
    name: body.event,
    contactId: body.userId ?? null,
    accountId: body.groupId ?? null,
    occurredAt: body.timestamp === undefined ? at : readTimestamp(body.timestamp, at),
    receivedAt: at,
    properties: body.properties ?? {},
  });
  if (result.status !== 'ok') throw refusal(result);
  return { messageId: body.messageId, account: result.accountId, duplicate: result.duplicate, late: result.late };
}

function refusal(result: Exclude<TrackResult, { status: 'ok' }>): Problem {
  switch (result.status) {
    case 'unknown_account':
      return unknownAccount(result.account);
    case 'unknown_contact': {
      const cause = `There is no contact \`${shorten(result.contact)}\`, so the account is not known.`;
      const fix = 'Add `groupId`, or send an `identify` call for the contact first.';
      return new Problem(422, 'no-such-contact', cause, fix, { place: 'body.userId' });
    }
    case 'contact_elsewhere': {
      const cause = `The contact \`${shorten(result.contact)}\` belongs to the account \`${shorten(result.account)}\`.`;
      const fix = 'Leave `groupId` out, or move the contact with an `identify` call first.';
      return new Problem(422, 'contact-of-another-account', cause, fix, { place: 'body.userId' });
    }
  }
}
