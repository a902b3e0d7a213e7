import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../../prisma/database.js';
import type { Instant } from '../../../workflows/model/time.js';
import { importBook } from '../import/import-book.js';
import type { Progress } from '../local-stack/progress.js';

const DAY = 86_400_000;
const SEED = 'sopwith';
/** Enough past for every metric, and enough future for the book to stay alive for some months. */
const DAYS_BEHIND = 290;
const DAYS_AHEAD = 75;

export interface LoadOptions {
  readonly today: Date;
  /** First instant of the business clock. */
  readonly now: Instant;
  readonly home: string;
  readonly onProgress: Progress;
}

/** Loads the demo book into a database without accounts. True = it was loaded now. */
export async function loadDemoBook(db: Database, options: LoadOptions): Promise<boolean> {
  if ((await db.client.account.count()) > 0) return false;
  const { generateDemoBook } = await import('../demo-book/generate-demo-book.js');
  const data = mkdtempSync(join(tmpdir(), 'sopwith-demo-book-'));
  try {
    const day = (offset: number) => new Date(options.today.getTime() + offset * DAY).toISOString().slice(0, 10);
    const book = await generateDemoBook(data, { seed: SEED, from: day(-DAYS_BEHIND), to: day(DAYS_AHEAD) });
    options.onProgress(`Demo book: ${book.accounts} made-up accounts, ${book.events} events`);
    await importBook(db, { data, home: options.home, now: options.now, onProgress: options.onProgress });
    return true;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
