import { createReadStream } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../../prisma/database.js';
import { importFolder, type ImportReport } from '../../prisma/import/import-folder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import { median, timed, type Bench } from './bench-result.js';
import { realHistory, ROOT } from './real-history.js';

const ROUNDS = 7;

/** PostgreSQL's own COPY of the same file into an unindexed table of text columns. */
async function bareCopy(db: Database, file: string): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('DROP TABLE IF EXISTS bare');
    await client.query(
      'CREATE TABLE bare (event_id text, occurred_at text, account_id text, contact_id text, event text, term text, score text)',
    );
    await pipeline(createReadStream(file), client.query(copyFrom('COPY bare FROM STDIN CSV HEADER')));
  } finally {
    client.release();
  }
}

/**
 * The whole import of the 214,623 events with every check, their 91 accounts and its last statistics, against a bare COPY
 * of the same file, in turn.
 */
export const importBench: Bench = async () => {
  const history = realHistory();
  if (history === null) return { skipped: 'the course history is not beside the project (../shared/data/oulad)' };
  const scratch = await scratchDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'sopwith-bench-'));
  const { db } = scratch;
  try {
    for (const file of ['accounts.csv', 'events.csv']) await symlink(path.resolve(history, file), path.join(folder, file));
    const options = { mapping: path.join(ROOT, 'test/real/oulad/mapping.yaml'), now: Date.UTC(2016, 0, 1) };
    const ours: number[] = [];
    const bare: number[] = [];
    const again: number[] = [];
    // The round before the first warms both up.
    for (let round = -1; round < ROUNDS; round += 1) {
      await db.pool.query('TRUNCATE events');
      const empty: ImportReport[] = [];
      const a = await timed(async () => empty.push(await importFolder(db, folder, options)));
      if (empty[0]?.sections.events?.taken !== 214_623) throw new Error(`imported ${empty[0]?.sections.events?.taken} events`);
      const b = await timed(() => bareCopy(db, path.join(folder, 'events.csv')));
      const c = await timed(() => importFolder(db, folder, options));
      if (round < 0) continue;
      ours.push(a);
      bare.push(b);
      again.push(c);
    }
    const [a, b, c] = [median(ours), median(bare), median(again)];
    // Per round, so that what disturbs the machine for a moment disturbs both sides.
    const ratios = ours.map((took, round) => took / (bare[round] ?? Number.NaN));
    return [
      {
        name: 'import of 214,623 events against a bare COPY',
        figure: median(ratios),
        unit: 'x',
        target: 5,
        detail: `median of ${ROUNDS} rounds, ${a.toFixed(0)} ms against ${b.toFixed(0)} ms; once more, all known: ${c.toFixed(0)} ms`,
      },
    ];
  } finally {
    await scratch.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
