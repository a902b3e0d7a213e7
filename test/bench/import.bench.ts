import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../../prisma/database.js';
import { importFolder } from '../../prisma/import/import-folder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import { median, timed, type Bench } from './bench-result.js';
import { realHistory, ROOT } from './real-history.js';

const ROUNDS = 5;

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

/** Import of the 214,623 events with every check, against a bare COPY of the same file, in turn. */
export const importBench: Bench = async () => {
  const folder = realHistory();
  if (folder === null) return { skipped: 'the course history is not beside the project (../shared/data/oulad)' };
  const scratch = await scratchDatabase();
  const rejectsFolder = await mkdtemp(path.join(tmpdir(), 'sopwith-bench-'));
  const { db } = scratch;
  try {
    const options = { mapping: path.join(ROOT, 'test/real/oulad/mapping.yaml'), rejectsFolder, now: Date.UTC(2016, 0, 1) };
    await importFolder(db, folder, options);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await db.pool.query('TRUNCATE events');
      let events = 0;
      let started = 0;
      // Only the events: the other files are read in the same run before them.
      await importFolder(db, folder, {
        ...options,
        onProgress: ({ section, rows }) => {
          if (section === 'subscriptions') started = performance.now();
          if (section === 'events') {
            events = rows;
            if (rows % 10_000 !== 0) ours.push(performance.now() - started);
          }
        },
      });
      if (events !== 214_623) throw new Error(`imported ${events} events`);
      bare.push(await timed(() => bareCopy(db, path.join(folder, 'events.csv'))));
    }
    const [a, b] = [median(ours), median(bare)];
    return [
      {
        name: 'import of 214,623 events against a bare COPY',
        figure: a / b,
        unit: 'x',
        target: 5,
        detail: `${a.toFixed(0)} ms against ${b.toFixed(0)} ms, median of ${ROUNDS} in turn`,
      },
    ];
  } finally {
    await scratch.stop();
    await rm(rejectsFolder, { recursive: true, force: true });
  }
};
