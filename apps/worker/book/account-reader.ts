import type { Database } from '../../../prisma/database.js';
import { loadAccountData } from '../../../prisma/read-models/account-data.js';
import { catalogueInForce } from '../../../prisma/read-models/catalogue-in-force.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { AccountReader } from '../activities/activity-dependencies.js';

/** A newly published catalogue is in force for running activities after at most this long. */
const KEPT_MS = 1_000;
/** A run asks what changed since it started, which may be long ago. */
const RUN_LOOKBACK_MS = 800 * 86_400_000;
const EMPTY: Catalogue = { contentHash: '', metrics: {}, healths: [], segments: [] };

/** Reads accounts as of an instant, by the catalogue in force. */
export function accountReader(db: Database, machineNow: () => number): AccountReader {
  let kept: { readonly catalogue: Catalogue; readonly until: number } | null = null;
  const inForce = async (): Promise<Catalogue> => {
    if (kept && machineNow() < kept.until) return kept.catalogue;
    const catalogue = (await catalogueInForce(db)) ?? EMPTY;
    kept = { catalogue, until: machineNow() + KEPT_MS };
    return catalogue;
  };
  return async (accountId, at) => {
    const catalogue = await inForce();
    const [data] = await loadAccountData(db, { catalogue, asOf: at, accountIds: [accountId], since: at - RUN_LOOKBACK_MS });
    return data ? { data, catalogue } : null;
  };
}
