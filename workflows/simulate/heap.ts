import type { Instant } from '../model/time.js';

interface Entry<T> {
  readonly at: Instant;
  readonly rank: number;
  /** When it was put in: of two that are equal the older goes first. */
  readonly nth: number;
  readonly item: T;
}

function before(a: Entry<unknown>, b: Entry<unknown>): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.rank === b.rank ? a.nth < b.nth : a.rank < b.rank;
}

/** What is still to come on a virtual clock: a binary heap by instant, then rank, then the order it was put in. */
export class Heap<T> {
  private readonly entries: Entry<T>[] = [];
  private count = 0;

  get size(): number {
    return this.entries.length;
  }

  /** Instant of what comes first; Infinity when there is nothing. */
  get next(): Instant {
    return this.entries[0]?.at ?? Infinity;
  }

  /** @param rank of several at the same instant the lower goes first */
  push(at: Instant, rank: number, item: T): void {
    const { entries } = this;
    const entry = { at, rank, nth: this.count++, item };
    let index = entries.length;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = entries[above] as Entry<T>;
      if (!before(entry, parent)) break;
      entries[index] = parent;
      index = above;
    }
    entries[index] = entry;
  }

  /** Takes out what comes first. */
  pop(): T | undefined {
    const { entries } = this;
    const [first] = entries;
    const last = entries.pop();
    if (!first || !last) return undefined;
    if (entries.length > 0) this.sink(last);
    return first.item;
  }

  private sink(entry: Entry<T>): void {
    const { entries } = this;
    let index = 0;
    for (;;) {
      let below = index * 2 + 1;
      const [left, right] = [entries[below], entries[below + 1]];
      if (!left) break;
      if (right && before(right, left)) below += 1;
      const child = entries[below] as Entry<T>;
      if (!before(child, entry)) break;
      entries[index] = child;
      index = below;
    }
    entries[index] = entry;
  }
}
