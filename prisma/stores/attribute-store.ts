import type { FactValue } from '../../workflows/model/fact.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { isCalledOff } from './is-called-off.js';
import { orderWatch } from './order-watch.js';

/** A step of a run writes an attribute of its account; null takes it away. */
export interface AttributeWrite {
  readonly runId: string;
  readonly stepKey: string;
  readonly accountId: string;
  readonly attribute: string;
  readonly value: FactValue;
  /** Business time. */
  readonly at: Instant;
}

export type AttributeWriteResult =
  /** `repeated` = this very step had written it before; the account was left alone. */
  | { readonly status: 'written'; readonly before: FactValue; readonly repeated: boolean }
  /** The run is being left, or the step is called off: nothing was written. */
  | { readonly status: 'run_exiting' }
  | { readonly status: 'no_account' };

/**
 * Writes an attribute once per step key: a repeat finds its own row and leaves alone what others wrote since. It is a
 * change like any other, so the conditions of the account's runs are asked again.
 */
export async function writeAttribute(db: Pick<Database, 'pool'>, write: AttributeWrite): Promise<AttributeWriteResult> {
  const { runId, stepKey, accountId, attribute, value } = write;
  const at = new Date(write.at).toISOString();
  return poolTransaction(db, async (client): Promise<AttributeWriteResult> => {
    // The account before the run, as an import locks them.
    const { rows } = await client.query<{ before: FactValue | undefined }>(
      'SELECT attributes -> $2 AS before FROM accounts WHERE id = $1 FOR UPDATE',
      [accountId, attribute],
    );
    const known = await client.query<{ before: FactValue }>(
      'SELECT before FROM attribute_changes WHERE run_id = $1 AND step_key = $2',
      [runId, stepKey],
    );
    if (known.rows[0]) return { status: 'written', before: known.rows[0].before, repeated: true };
    if (await isCalledOff(client, runId, stepKey)) return { status: 'run_exiting' };
    if (!rows[0]) return { status: 'no_account' };
    const before = rows[0].before ?? null;
    await client.query(
      `INSERT INTO attribute_changes (run_id, step_key, account_id, attribute, before, after, at)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7)`,
      [runId, stepKey, accountId, attribute, json(before), json(value), at],
    );
    await client.query(
      `UPDATE accounts SET attributes = jsonb_strip_nulls(attributes || jsonb_build_object($2::text, $3::jsonb)), updated_at = $4
        WHERE id = $1`,
      [accountId, attribute, JSON.stringify(value), at],
    );
    await orderWatch(client, accountId, write.at);
    return { status: 'written', before, repeated: false };
  });
}

/** SQL's NULL for what is not there. */
function json(value: FactValue): string | null {
  return value === null ? null : JSON.stringify(value);
}
