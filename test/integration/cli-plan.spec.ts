import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { publishBook } from '../../prisma/stores/publication-store.js';
import { runCli } from '../support/run-cli.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';
import { insertAccount, insertRun } from '../support/worker-fixtures.js';

const AT = Date.parse('2026-03-02T08:00:00Z');
const METRICS = `apiVersion: playbook/v1
kind: Metrics
metrics:
  logins: { title: Logins, count: events, of: login, per: week }
`;
const RESCUE = `apiVersion: playbook/v1
kind: Playbook
id: rescue
version: 1
title: Rescue
owner: cs@acme.example
goal: They come back
start: { check: daily at 08:00, all: [logins < 5] }
enroll: { holdout: 10% }
steps:
  - { id: look, check: { expect: logins >= 10 } }
  - { id: settle, wait: 7d }
  - { id: look_again, check: { expect: logins >= 10 } }
verify:
  after: 30d
  objective: [{ id: up, expect: logins >= 10, primary: true }]
tests:
  - { name: quiet, given: { logins: [9] }, expect: { enrolled: false } }
`;

let box: string;
let scratch: ScratchDatabase;

/** A folder with a book in it. */
function folder(name: string, rescue: string): string {
  const path = join(box, name);
  mkdirSync(path);
  writeFileSync(join(path, 'metrics.yaml'), METRICS);
  if (rescue !== '') writeFileSync(join(path, 'rescue.playbook.yaml'), rescue);
  return path;
}

beforeAll(async () => {
  scratch = await scratchDatabase();
  const { db } = scratch;
  const book = compileBook([
    { path: 'b/metrics.yaml', text: METRICS },
    { path: 'b/rescue.playbook.yaml', text: RESCUE },
  ]);
  if (book.catalogue === null) throw new Error(JSON.stringify(book.diagnostics));
  await publishBook(db, { catalogue: book.catalogue, playbooks: book.playbooks }, AT);
  await insertAccount(db);
  const step = (runId: string, key: string, done: boolean) =>
    db.client.stepRecord.create({
      data: {
        ...{ runId, key: `${key}#1`, step: key, verb: 'check', dueAt: new Date(AT), startedAt: new Date(AT) },
        ...(done ? { doneAt: new Date(AT), status: 'done' } : {}),
      },
    });
  for (const n of [1, 2, 3]) {
    const id = `pb:rescue:acme:check#${n}`;
    await insertRun(db, { id, playbook: 'rescue', account: 'acme', startedAt: AT + n });
    await db.client.run.update({ where: { id }, data: { status: 'running' } });
  }
  await step('pb:rescue:acme:check#2', 'look', true);
  await step('pb:rescue:acme:check#2', 'settle', false);
  await step('pb:rescue:acme:check#3', 'look', true);
  await step('pb:rescue:acme:check#3', 'settle', true);
  await step('pb:rescue:acme:check#3', 'look_again', false);
}, 60_000);
afterAll(() => scratch.stop());
beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'sopwith-plan-'));
});
afterEach(() => rmSync(box, { recursive: true, force: true }));

const published = (...args: string[]) => runCli(['plan', ...args], { DATABASE_URL: scratch.url, NO_COLOR: '1' });
const changed = RESCUE.replace('wait: 7d', 'wait: 5d');

describe('plan against what is published', () => {
  test('says what changes, and how many live runs stand before it or are in it', async () => {
    const dir = folder('next', changed.replace('version: 1', 'version: 2'));
    const { code, stdout } = await published(dir);
    expect(stdout).toContain('rescue: version 1 -> 2');
    expect(stdout).toContain('step settle: wait 7d -> 5d; 1 live run stands before it, 1 live run is in it');
    expect(stdout).toContain('3 live runs (3 on version 1): each keeps the version it began with');
    expect(code).toBe(0);
  });

  test('the same book changes nothing', async () => {
    const { code, stdout } = await published(folder('same', RESCUE));
    expect(stdout.trim()).toMatch(/against what is published: playbooks: 0 new, 0 changed, 1 unchanged$/);
    expect(code).toBe(0);
  });

  test('a change without a new version is told as what publishing refuses, exit 1', async () => {
    const { code, stdout } = await published(folder('kept', changed));
    expect(stdout).toContain('rescue: changed, but still version 1: publishing refuses it, write version: 2');
    expect(code).toBe(1);
  });

  test('a playbook that is not in the folder stays in force', async () => {
    const { stdout } = await published(folder('less', ''));
    expect(stdout).toContain('rescue: published (version 1), not in this folder: it stays in force');
  });

  test('--json is one document with the standings', async () => {
    const { stdout } = await published(folder('json', changed.replace('version: 1', 'version: 2')), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      against: 'what is published',
      playbooks: [
        {
          id: 'rescue',
          status: 'changed',
          liveRuns: { 1: 3 },
          changes: [
            {
              subject: 'step settle',
              field: 'wait',
              before: '7d',
              after: '5d',
              runs: { before: 1, at: 1, after: 1, passed_by: 0 },
            },
          ],
        },
      ],
    });
  });
});

describe('plan against another folder', () => {
  test('needs no database, and tells the catalogue as well', async () => {
    const [before, after] = [folder('before', RESCUE), folder('after', changed.replace('version: 1', 'version: 2'))];
    writeFileSync(join(after, 'metrics.yaml'), METRICS.replace('per: week', 'per: month'));
    const { code, stdout } = await runCli(['plan', after, '--against', before], { NO_COLOR: '1' });
    expect(stdout).toContain('step settle: wait 7d -> 5d');
    expect(stdout).toContain('metric logins: per week -> month');
    expect(stdout).not.toContain('live run');
    expect(code).toBe(0);
  });

  test('what the engine does not carry out yet is told, exit 1', async () => {
    const later = RESCUE.replace(
      'wait: 7d',
      'ask: { to: account.champion, question: Well?, answers: [a, b], expires: 7d }',
    ).replace('version: 1', 'version: 2');
    const { code, stdout } = await runCli(['plan', folder('later', later), '--against', folder('today', RESCUE)]);
    expect(stdout).toContain('step settle: verb wait -> ask');
    expect(stdout).toContain('not runnable yet, so publishing refuses it: steps.settle (ask)');
    expect(code).toBe(1);
  });

  test('a book with errors is not compared: exit 1 with the way to its mistakes', async () => {
    const wrong = folder('wrong', RESCUE.replace('wait: 7d', 'wait: 7'));
    const { code, stderr } = await runCli(['plan', wrong, '--against', folder('fine', RESCUE)]);
    expect(stderr).toContain('has 1 error');
    expect(stderr).toContain(`npx sopwith lint ${wrong}`);
    expect(code).toBe(1);
  });

  test('without a database and without a folder: exit 3 and what to do', async () => {
    const { code, stderr } = await runCli(['plan', folder('alone', RESCUE)], { SOPWITH_HOME: join(box, 'home') });
    expect(stderr).toContain('--against');
    expect(code).toBe(3);
  });
});
