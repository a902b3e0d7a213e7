import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { openTask } from '../../prisma/stores/task-store.js';
import { runCli, type Ran } from '../support/run-cli.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';
import { REAL_CLOCK, insertAccount, insertRun } from '../support/worker-fixtures.js';

const at = Date.parse('2026-03-02T08:00:00Z');
/** In the far future: the clock of this file is the machine's. */
const expiresAt = Date.parse('2126-03-02T08:00:00Z');
const runId = 'pb:rescue:acme:check#1';
let scratch: ScratchDatabase;
let taskId: string;

beforeAll(async () => {
  scratch = await scratchDatabase();
  const { db } = scratch;
  await writeClock(db, REAL_CLOCK);
  await insertAccount(db);
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
  const opened = await openTask(db, {
    runId,
    stepKey: 'call#0',
    step: 'call',
    kind: 'step',
    accountId: 'acme',
    assigneeId: 'csm-anna',
    title: 'Call Chris',
    checklist: [],
    outcomes: ['reached', 'no_answer'],
    noteAtLeast: null,
    openedAt: at,
    dueAt: at + 1_000,
    expiresAt,
  });
  if (opened.status !== 'open') throw new Error(opened.status);
  taskId = opened.taskId;
}, 60_000);
afterAll(() => scratch.stop());

const sopwith = (...args: string[]): Promise<Ran> => runCli(args, { DATABASE_URL: scratch.url });

describe('a filter that nothing is called', () => {
  test.each([
    ['runs', '--account', 'acne', 'no-such-account', 'Did you mean acme?'],
    ['runs', '--playbook', 'resque', 'no-such-playbook', null],
    ['tasks', '--account', 'nobody', 'no-such-account', 'Known: acme'],
    ['tasks', '--assignee', 'csm-ana', 'no-such-member', 'Did you mean csm-anna?'],
  ])('%s %s %s is exit 2 and not an empty list', async (command, option, id, code, fix) => {
    const answer = await sopwith(command, option, id, '--json');
    expect(answer.code).toBe(2);
    const { error } = JSON.parse(answer.stdout) as { error: { code: string; message: string; fix: string } };
    expect(error).toMatchObject({ code, message: expect.stringContaining(`"${id}"`) });
    if (fix !== null) expect(error.fix).toBe(fix);
  });

  test('a right one is answered', async () => {
    const { code, stdout } = await sopwith('runs', '--account', 'acme', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ run: runId }] });
  });
});

describe('task close', () => {
  test('by a person nobody knows is refused, and the task stays open', async () => {
    const { code, stderr } = await sopwith('task', 'close', taskId, '--outcome', 'reached', '--by', 'martian');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: There is no member "martian"\nKnown: csm-anna, mgr-maria\n',
    });
    expect((await sopwith('tasks')).stdout).toContain('reached|no_answer');
  });

  test('once; the same again changes nothing; another outcome is refused', async () => {
    const close = (outcome: string) => sopwith('task', 'close', taskId, '--outcome', outcome, '--by', 'csm-anna');
    expect(await close('reached')).toMatchObject({ code: 0, stdout: `Closed. Its run is ${runId}.\n` });
    expect(await close('reached')).toMatchObject({
      code: 0,
      stdout: `Task ${taskId} was closed with this outcome before; nothing is changed.\n`,
    });
    const other = await close('no_answer');
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('is closed already: reached by csm-anna');
  });

  test('used wrongly names the help that exists', async () => {
    const { code, stderr } = await sopwith('task', 'close', taskId);
    expect(code).toBe(2);
    expect(stderr).toContain('(see sopwith task close --help)');
  });
});

describe('import of one file', () => {
  test('is taken with the accounts that are known; again it doubles nothing; a file of no section is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sopwith-one-file-'));
    try {
      const file = join(folder, 'events.csv');
      writeFileSync(file, 'event_id,account_id,event,occurred_at\ne1,acme,login,2026-03-01\ne2,ghost,login,2026-03-01\n');
      const once = await sopwith('import', file, '--rejects', folder, '--json');
      expect(once.code).toBe(1);
      expect(JSON.parse(once.stdout)).toMatchObject({ sections: { events: { read: 2, taken: 1, rejected: 1 } } });
      const counted = async () => (await scratch.db.pool.query<{ n: string }>('SELECT count(*) AS n FROM events')).rows[0]?.n;
      expect(await counted()).toBe('1');
      await sopwith('import', file, '--rejects', folder);
      expect(await counted()).toBe('1');

      writeFileSync(file, 'event_id,account_id,event,at\n');
      const lacking = await sopwith('import', file, '--rejects', folder);
      expect(lacking.code).toBe(2);
      expect(lacking.stderr).toContain(`${file}:1 has no column "occurred_at"`);

      const unmapped = await sopwith('import', file, '--mapping', join(folder, 'nope.yaml'));
      expect(unmapped).toMatchObject({ code: 2, stderr: expect.stringContaining('There is nothing at') });

      writeFileSync(join(folder, 'notes.csv'), 'a,b\n1,2\n');
      const refused = await sopwith('import', join(folder, 'notes.csv'));
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('No part of an import reads notes.csv');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
