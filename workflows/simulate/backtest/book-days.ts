import type { SweepWindow } from '../../enroll/plan-sweep.js';
import { scoreDay, scorePast } from '../../evaluate/score-day.js';
import type { AccountData, HealthScore } from '../../model/account-data.js';
import type { Catalogue } from '../../model/catalogue.js';
import type { Instant } from '../../model/time.js';
import type { HistoryAccount } from './history.js';

type HealthEntry = Pick<HealthScore, 'at' | 'score' | 'band'>;

/** One account with its health so far, and its segment from day to day. */
interface Kept {
  readonly account: HistoryAccount;
  /** Grows with every day; all of `versions` read it. */
  readonly health: HealthEntry[];
  /** Ascending by `from`: the account as it was read from an instant on. */
  readonly versions: { readonly from: Instant; readonly data: AccountData }[];
}

/**
 * The accounts of a book as each day's sweep left them: segments and health as of local midnight, worked out by the same
 * functions and in the same order.
 */
export class BookDays {
  private readonly kept: ReadonlyMap<string, Kept>;

  constructor(
    private readonly catalogue: Catalogue,
    readonly accounts: readonly HistoryAccount[],
  ) {
    this.kept = new Map(accounts.map((account) => [account.data.id, keep(account)]));
  }

  /** Carries out a `daily` window; windows come in the order of their instants. */
  score({ at, zone, first }: Pick<SweepWindow, 'at' | 'zone' | 'first'>): void {
    for (const { account, health, versions } of this.kept.values()) {
      if (account.data.calendar.zone !== zone) continue;
      const data = versions.at(-1)?.data ?? account.data;
      const today = scoreDay(data, this.catalogue, at);
      const past = first ? scorePast(data, this.catalogue, at).reverse() : [];
      for (const scored of [...past, today]) if (scored.health) health.push(entryOf(scored.health));
      if (today.segment !== data.segment) versions.push({ from: at, data: { ...data, segment: today.segment } });
    }
  }

  /** An account as it was read at an instant: what its own metrics and health say is cut by whoever asks as of then. */
  dataAt(id: string, at: Instant): AccountData {
    const versions = this.of(id).versions;
    for (let index = versions.length - 1; index > 0; index -= 1) {
      const version = versions[index];
      if (version && version.from <= at) return version.data;
    }
    return versions[0]?.data ?? this.of(id).account.data;
  }

  account(id: string): HistoryAccount {
    return this.of(id).account;
  }

  private of(id: string): Kept {
    const kept = this.kept.get(id);
    if (!kept) throw new RangeError(`Account ${id} is not in this history.`);
    return kept;
  }
}

function keep(account: HistoryAccount): Kept {
  const health: HealthEntry[] = [...account.data.health];
  return { account, health, versions: [{ from: -Infinity, data: { ...account.data, health } }] };
}

function entryOf({ at, score, band }: HealthScore): HealthEntry {
  return { at, score, band };
}
