import type { Database } from '../../../prisma/database.js';
import { pinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';
import type { PinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';

/** A run is pinned to a version that this database does not hold; it can go on once the version is there. */
export class PlanNotPublished extends Error {
  readonly code = 'plan-not-published';

  constructor(playbook: string, version: number) {
    super(`version ${version} of playbook ${playbook} is not published in this database`);
    this.name = 'PlanNotPublished';
  }
}

const KEPT = 500;

/** Reads pinned versions; they never change, so the newest ones read are kept. */
export function playbookReader(db: Database): (playbook: string, version: number) => Promise<PinnedPlaybook> {
  const kept = new Map<string, PinnedPlaybook>();
  return async (playbook, version) => {
    const key = `${playbook}@${version}`;
    const known = kept.get(key);
    if (known) return known;
    const read = await pinnedPlaybook(db, playbook, version);
    if (!read) throw new PlanNotPublished(playbook, version);
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, read);
    return read;
  };
}
