// `npm test`: every gate in turn, all of them even when one fails, ending with "N passed, N failed".
// --faults runs the long suites instead; --quick leaves out what needs servers.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const scratch = mkdtempSync(path.join(tmpdir(), 'sopwith-test-'));
const faults = process.argv.includes('--faults');
const quick = process.argv.includes('--quick');
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

/** Jest leaves one core free by default; on two that is half of the machine, and most specs wait for a server anyway. */
const WORKERS = `--maxWorkers=${Math.min(4, Math.max(2, availableParallelism()))}`;

function node(args, env = {}) {
  const { status, error } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (error) console.error(error.message);
  return status ?? 1;
}

function stage(title, work) {
  const started = Date.now();
  console.log(`\n== ${title}`);
  const before = total.failed;
  work();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const ok = total.failed === before;
  if (!ok) failures.push(title);
  console.log(`== ${title}: ${ok ? 'ok' : 'FAILED'} (${seconds} s)`);
}

function gate(title, ...commands) {
  stage(title, () => {
    const ok = commands.every((args) => node(args) === 0);
    total[ok ? 'passed' : 'failed'] += 1;
  });
}

function jest(title, project, ...flags) {
  stage(title, () => {
    const report = path.join(scratch, `${project}.json`);
    const args = [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      project,
      '--json',
      `--outputFile=${report}`,
      ...flags,
    ];
    const status = node(args, { NODE_NO_WARNINGS: '1' });
    if (!existsSync(report)) {
      total.failed += 1;
      return;
    }
    const result = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += result.numPassedTests;
    total.skipped += result.numPendingTests + result.numTodoTests;
    // A suite that could not be loaded has no tests to count, and a run that fails otherwise must not pass unseen.
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    total.failed += failed === 0 && status !== 0 ? 1 : failed;
  });
}

gate(
  'build',
  ['prisma/generate.mjs'],
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  ['dist/apps/worker/bundle-workflows.js'],
);
if (!quick)
  gate('Temporal server (built once per machine where it cannot be had otherwise)', [
    'apps/cli/sopwith.mjs',
    'temporal',
    'install',
  ]);
if (faults) {
  jest('faults, fuzzing and long property runs', 'faults', '--runInBand');
} else {
  gate('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
  gate('lint', ['node_modules/eslint/bin/eslint.js', '.']);
  gate('types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']);
  gate(
    'JSON Schema and reference are fresh',
    ['apps/cli/sopwith.mjs', 'schema', '--check'],
    ['apps/cli/sopwith.mjs', 'docs', '--check'],
  );
  gate('playbook layout', ['apps/cli/sopwith.mjs', 'fmt', '--check', 'playbooks']);
  gate('playbook lint', ['apps/cli/sopwith.mjs', 'lint', 'playbooks', 'test/real/oulad']);
  gate('playbook tests', ['apps/cli/sopwith.mjs', 'test', 'playbooks', 'test/real/oulad']);
  jest('unit tests', 'unit', WORKERS);
  if (!quick) jest('integration tests with the real servers', 'integration', WORKERS);
}

rmSync(scratch, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
if (process.env.SOPWITH_TEST_COUNTS)
  appendFileSync(process.env.SOPWITH_TEST_COUNTS, `${total.passed} ${total.failed} ${total.skipped}\n`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);
