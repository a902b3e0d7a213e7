import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '../database.js';

/** A key as it is handed out: `sop_live_<id>_<secret>`. Only the hash of the secret is stored, so it is shown once. */
export interface CreatedApiKey {
  readonly id: string;
  readonly key: string;
}

export interface ApiKey {
  readonly id: string;
  readonly label: string;
}

const SHAPE = /^sop_live_([0-9a-f]{12})_([0-9a-f]{64})$/;

// 256 random bits need no slow hash: there is nothing to guess.
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Makes a key. `label` says what it is for. */
export async function createApiKey(db: Pick<Database, 'client'>, label: string): Promise<CreatedApiKey> {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  await db.client.apiKey.create({ data: { id, hash: Uint8Array.from(hashOf(secret)), label } });
  return { id, key: `sop_live_${id}_${secret}` };
}

/** The stored key that `presented` is; null = unknown, wrong or revoked. Notes its use at most once a minute. */
export async function verifyApiKey(db: Pick<Database, 'pool'>, presented: string): Promise<ApiKey | null> {
  const [, id, secret] = SHAPE.exec(presented) ?? [];
  if (id === undefined || secret === undefined) return null;
  const { rows } = await db.pool.query<{ hash: Buffer; label: string; stale: boolean }>(
    `SELECT hash, label, last_used_at IS NULL OR last_used_at < now() - interval '1 minute' AS stale
     FROM api_keys WHERE id = $1 AND revoked_at IS NULL`,
    [id],
  );
  const row = rows[0];
  const hash = hashOf(secret);
  if (row === undefined || row.hash.length !== hash.length || !timingSafeEqual(row.hash, hash)) return null;
  if (row.stale) await db.pool.query('UPDATE api_keys SET last_used_at = now() WHERE id = $1', [id]);
  return { id, label: row.label };
}

/** How many keys work. */
export async function countApiKeys(db: Pick<Database, 'client'>): Promise<number> {
  return db.client.apiKey.count({ where: { revokedAt: null } });
}

/** From now on the key opens nothing. False = no such key that works. */
export async function revokeApiKey(db: Pick<Database, 'client'>, id: string): Promise<boolean> {
  const { count } = await db.client.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  return count > 0;
}
