import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishFolder } from '../../apps/cli/publish/publish-folder.js';
import { playbookList } from '../../prisma/read-models/playbook-list.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';

const at = Date.parse('2026-03-02T08:00:00Z');
let scratch: ScratchDatabase;
let folder: string;

beforeAll(async () => {
  scratch = await scratchDatabase();
  folder = mkdtempSync(join(tmpdir(), 'sopwith-publish-'));
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await scratch.stop();
});

const playbook = (id: string, version: number, ran: string) => `apiVersion: playbook/v1
kind: Playbook
id: ${id}
version: ${version}
title: Rescue
owner: cs@acme.example
goal: They come back
start: { check: daily at 08:00, all: [logins < 10] }
steps: [{ id: settle, wait: 7d }, { id: look, check: { expect: logins >= 10 } }]
tests:
  - { name: quiet, given: { logins: 3 }, expect: { enrolled: true, ran: [${ran}] } }
`;

/** Writes the folder and publishes it. */
async function publish(files: Readonly<Record<string, string>>) {
  const metrics = 'apiVersion: playbook/v1\nkind: Metrics\nmetrics: { logins: { count: events, of: login, per: week } }\n';
  for (const [path, text] of Object.entries({ 'metrics.yaml': metrics, ...files })) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const warnings: string[] = [];
  const published = await publishFolder(scratch.db, folder, { at, onWarning: (text) => warnings.push(text) });
  return { warnings, published };
}

test('a playbook whose tests fail is left out with the test and the first difference, and the others are published', async () => {
  const { warnings, published } = await publish({
    'good.playbook.yaml': playbook('good', 1, 'settle, look'),
    'bad.playbook.yaml': playbook('bad', 1, 'settle'),
  });
  expect(published).toEqual([{ id: 'good', version: 1 }]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(
    'bad v1 was not published, the test "quiet" fails: ran: expected [settle], was [settle, look]; see all with: npx sopwith test',
  );
  expect((await playbookList(scratch.db)).map(({ id }) => id)).toEqual(['good']);
});

test('a version that was published stays in force while its successor fails its tests', async () => {
  await publish({ 'good.playbook.yaml': playbook('good', 2, 'look'), 'bad.playbook.yaml': playbook('bad', 1, 'settle, look') });
  expect((await playbookList(scratch.db)).map(({ id, version }) => [id, version])).toEqual([
    ['bad', 1],
    ['good', 1],
  ]);
});
