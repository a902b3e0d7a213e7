import type { Database } from '../../../prisma/database.js';
import { upsertContact } from '../../../prisma/stores/ingest-store.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { IdentifyBody, UpsertedDto } from './ingest-dto.js';
import { upsertRefusal } from './upsert-refusal.js';

/** Makes or updates a contact. */
export async function identify(db: Database, { userId, groupId, traits }: IdentifyBody, at: Instant): Promise<UpsertedDto> {
  const result = await upsertContact(db, { ...traits, id: userId, accountId: groupId }, at);
  if (result.status !== 'ok') throw upsertRefusal(result, userId);
  return { id: userId, created: result.created };
}
