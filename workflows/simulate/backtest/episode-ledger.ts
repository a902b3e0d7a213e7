import type { EnrollmentHistory } from '../../model/decision.js';
import type { Instant } from '../../model/time.js';

interface Episode {
  readonly key: string;
  readonly openedAt: Instant;
  closedAt: Instant | null;
}

const CHECK = 'check#';

/** The episodes and enrollments of one playbook, under the rules that the database keeps. */
export class EpisodeLedger {
  private readonly episodes = new Map<string, Episode[]>();
  private readonly runs = new Map<string, string[]>();
  private readonly enrolledAt: Instant[] = [];
  /** Accounts with an open episode. */
  readonly open = new Set<string>();

  /** @param endOf when a run ended, as far as that has happened; null = it has not */
  constructor(private readonly endOf: (runId: string) => Instant | null) {}

  /** Ends open episodes; one that began at the same instant stays. */
  close(accounts: readonly string[], at: Instant): number {
    let closed = 0;
    for (const account of accounts) {
      const episode = this.episodes.get(account)?.find(({ closedAt }) => closedAt === null);
      if (!episode || episode.openedAt >= at) continue;
      episode.closedAt = at;
      this.open.delete(account);
      closed += 1;
    }
    return closed;
  }

  /**
   * Opens an episode.
   * @param key null = the next `check#<n>`, open until its trigger is false; a named one is a moment and closed at once
   * @returns its key, or null when there is no room for it: it is there already, or another one is open
   */
  begin(account: string, key: string | null, at: Instant): string | null {
    const mine = this.episodes.get(account) ?? [];
    const checks = mine.filter((episode) => episode.key.startsWith(CHECK));
    if (key === null && (this.open.has(account) || checks.some((one) => one.openedAt >= at || (one.closedAt ?? 0) >= at)))
      return null;
    const own = key ?? `${CHECK}${checks.length + 1}`;
    if (mine.some((episode) => episode.key === own)) return null;
    this.episodes.set(account, [...mine, { key: own, openedAt: at, closedAt: key === null ? null : at }]);
    if (key === null) this.open.add(account);
    return own;
  }

  enroll(account: string, runId: string, at: Instant): void {
    this.enrolledAt.push(at);
    this.runs.set(account, [...(this.runs.get(account) ?? []), runId]);
  }

  /** As of a decision: a run that ended later than that was still running. */
  history(account: string, at: Instant): EnrollmentHistory {
    const runs = (this.runs.get(account) ?? []).map((id) => ({ id, end: this.endOf(id) }));
    const running = runs.filter(({ end }) => end === null || end > at).map(({ id }) => id);
    const ended = runs.flatMap(({ end }) => (end === null ? [] : [end]));
    return {
      running: running.sort().at(-1) ?? null,
      lastEndedAt: ended.length === 0 ? null : Math.max(...ended),
      everEnrolled: runs.length > 0,
    };
  }

  /** Enrollments from an instant up to and including another. */
  used(from: Instant, upTo: Instant): number {
    return this.enrolledAt.filter((at) => at >= from && at <= upTo).length;
  }
}
