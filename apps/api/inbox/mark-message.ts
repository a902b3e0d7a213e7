import type { Database } from '../../../prisma/database.js';
import { markInApp } from '../../../prisma/stores/in-app-store.js';
import type { Instant } from '../../../workflows/model/time.js';
import { notFound } from '../problems/problem.js';
import type { MarkedDto } from './inbox-dto.js';

/** Marks an in-app message; doing it twice has one effect. */
export async function markMessage(db: Database, id: string, as: 'seen' | 'dismissed', at: Instant): Promise<MarkedDto> {
  const result = await markInApp(db, { id, as, at });
  if (result.status === 'not_found') {
    throw notFound('message', id, '`GET /v1/contacts/{id}/inbox` lists the in-app messages of a contact.');
  }
  return { message: id, changed: result.changed };
}
