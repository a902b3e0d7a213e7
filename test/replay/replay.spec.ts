import { beforeAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { RECORDINGS } from './recordings.js';
import { bundleWithDecisions, decisionsText, replayHistory } from './replay-history.js';

const folder = path.join(import.meta.dirname, 'histories');
let bundle: { code: string };
beforeAll(async () => {
  bundle = await bundleWithDecisions();
}, 60_000);
test.each(RECORDINGS.map(({ name }) => name))('%s', async (name) => {
  const history = JSON.parse(readFileSync(path.join(folder, 'v1', `${name}.json`), 'utf8'));
  const text = decisionsText(await replayHistory(bundle, history));
  writeFileSync(path.join(folder, 'v1', `${name}.decisions`), text);
});
