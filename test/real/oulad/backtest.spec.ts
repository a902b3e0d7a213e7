import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAutopilot } from '../../../apps/shared/autopilot/parse-autopilot.js';
import { loadHistory, type LoadedHistory } from '../../../apps/shared/backtest/load-history.js';
import { importFolder } from '../../../prisma/import/import-folder.js';
import { historySpan } from '../../../prisma/read-models/history-people.js';
import { backtest, type Backtest } from '../../../workflows/simulate/backtest/backtest.js';
import { scratchDatabase, type ScratchDatabase } from '../../support/scratch-database.js';
import { compileFolder } from './compile-folder.js';

const DAY = 86_400_000;
const here = import.meta.dirname;
const data = process.env['SOPWITH_OULAD'] ?? path.resolve(here, '../../../../shared/data/oulad');
const present = existsSync(path.join(data, 'events.csv'));
if (!present) {
  console.warn(
    `The backtest of the course history is skipped: ${data} has no events.csv. Put the course data there, or name its folder in SOPWITH_OULAD.`,
  );
}

interface Expected {
  readonly from: string;
  readonly to: string;
  readonly triggers: Readonly<Record<string, number>>;
  readonly episodes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
const expected = JSON.parse(readFileSync(path.join(here, 'expected.json'), 'utf8')) as Expected;
const from = Date.parse(`${expected.from}T00:00:00Z`);
const to = Date.parse(`${expected.to}T00:00:00Z`) + DAY;
const until = to + 84 * DAY;

(present ? describe : describe.skip)('a backtest of the real course history', () => {
  let scratch: ScratchDatabase;
  let rejects: string;
  let history: LoadedHistory;
  let result: Backtest;
  const { catalogue, playbooks } = compileFolder(path.join(here, 'playbooks'));
  const plans = playbooks.map(({ plan }) => plan);
  const people = parseAutopilot('autopilot.yaml', readFileSync(path.join(here, 'autopilot.yaml'), 'utf8'));
  const run = (): Backtest => {
    if (catalogue === null) throw new Error('The book of the course history does not compile');
    return backtest({ plans, catalogue, ...history, from, to, until, known: until, people, capacity: 40 });
  };

  beforeAll(async () => {
    rejects = await mkdtemp(path.join(tmpdir(), 'sopwith-oulad-'));
    scratch = await scratchDatabase();
    await importFolder(scratch.db, data, { mapping: path.join(here, 'mapping.yaml'), rejectsFolder: rejects, now: from });
    if (catalogue === null) throw new Error('The book of the course history does not compile');
    expect(await historySpan(scratch.db)).toMatchObject({ first: Date.parse('2012-03-27T23:00:00Z') });
    const started = Date.now();
    history = await loadHistory(scratch.db, { catalogue, plans, from, until });
    console.log('load', Date.now() - started);
    const s2 = Date.now();
    result = run();
    console.log('backtest', Date.now() - s2);
  }, 300_000);

  afterAll(async () => {
    await scratch?.stop();
    if (rejects) await rm(rejects, { recursive: true, force: true });
  });

  test.each(Object.keys(expected.triggers).sort())('%s opens exactly the episodes that the files alone predict', (playbook) => {
    const found: Record<string, string[]> = {};
    const mine = result.entries.filter((entry) => entry.playbook === playbook);
    for (const { account, at, key } of mine) {
      const named = /^contract\.(?:start|end):(.+)$/.exec(key)?.[1];
      (found[account] ??= []).push(named ?? new Date(at).toISOString().slice(0, 10));
    }
    expect(found).toEqual(expected.episodes[playbook]);
    expect(mine).toHaveLength(expected.triggers[playbook] ?? -1);
  });
});
