import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflows } from '../../apps/worker/bundle-workflows.js';
import { sourceFiles } from './source-files.js';

const root = path.resolve(import.meta.dirname, '../..');
let inThisFile: Promise<{ code: string }> | undefined;

async function bundle(): Promise<{ code: string }> {
  const hash = createHash('sha256');
  const folders = ['workflows/model', 'workflows/condition', 'workflows/run', 'workflows/durable'];
  for (const { file, text } of sourceFiles(root, folders)) hash.update(`${file}\0${text}\0`);
  for (const file of ['apps/worker/bundle-workflows.ts', 'node_modules/@temporalio/worker/package.json']) {
    hash.update(readFileSync(path.join(root, file)));
  }
  const cached = path.join(tmpdir(), 'sopwith-tests', `workflow-bundle-${hash.digest('hex').slice(0, 16)}.js`);
  if (existsSync(cached)) return { code: readFileSync(cached, 'utf8') };
  const code = await bundleWorkflows();
  mkdirSync(path.dirname(cached), { recursive: true });
  const draft = `${cached}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, cached);
  return { code };
}

/** The workflow bundle of the sources as they are: made once, then shared by all test files until a source changes. */
export function bundleOnce(): Promise<{ code: string }> {
  inThisFile ??= bundle();
  return inThisFile;
}
