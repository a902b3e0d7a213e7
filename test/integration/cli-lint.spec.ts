import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from '../support/run-cli.js';

const METRICS = 'apiVersion: playbook/v1\nkind: Metrics\nmetrics:\n  logins: { count: events, of: login, per: week }\n';

function playbook(change: (text: string) => string = (text) => text): string {
  return change(`apiVersion: playbook/v1
kind: Playbook
id: sample
version: 1
title: A sample
owner: me # who else?
goal: Show it
start: { check: daily at 08:00, all: [logins < 5] }
steps: [{ id: look, check: { expect: logins >= 5 } }]
exit: [{ id: back, when: logins >= 50, as: success }]
tests: [{ name: enough, given: { logins: 40 }, expect: { enrolled: false } }]
`);
}

/** Without tests: a warning. */
const untested = playbook((text) => text.replace(/tests: .*\n/, ''));

let box: string;
let before: string;
beforeEach(() => {
  box = mkdtempSync(path.join(tmpdir(), 'sopwith-lint-'));
  before = process.cwd();
  process.chdir(box);
  put('metrics.yaml', METRICS);
  put('a.playbook.yaml', playbook());
});
afterEach(() => {
  process.chdir(before);
  rmSync(box, { recursive: true, force: true });
});

function put(file: string, text: string | Buffer): string {
  const full = path.join(box, 'book', file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const lint = (...args: readonly string[]) => runCli(['lint', ...args]);
const read = (file: string): string => readFileSync(path.join(box, 'book', file), 'utf8');

/** One line of an error, another one of advice, and never a stack. */
async function refused(cause: RegExp, ...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await lint(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(cause);
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  expect(stderr).not.toContain('    at ');
}

describe('what is found', () => {
  test('a right book is summed up in one line and ends with 0', async () => {
    expect(await lint('book')).toMatchObject({ code: 0, stdout: '', stderr: '2 files: 0 errors, 0 warnings\n' });
  });

  test('warnings end with 0 until there are more than allowed', async () => {
    put('a.playbook.yaml', untested);
    expect(await lint('book')).toMatchObject({ code: 0 });
    expect(await lint('book', '--max-warnings', '1')).toMatchObject({ code: 0, stderr: '' });
    expect(await lint('book', '--max-warnings', '0')).toMatchObject({ code: 1, stderr: 'More warnings than allowed: 1\n' });
  });

  test('an ignored warning is not told, its comment without a reason is', async () => {
    put('a.playbook.yaml', untested.replace('id: sample', 'id: sample # sopwith-ignore no-tests: a sketch'));
    expect(await lint('book', '--max-warnings', '0')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('2 files: 0 errors, 0 warnings\n'),
    });
    put('a.playbook.yaml', untested.replace('id: sample', 'id: sample # sopwith-ignore no-tests'));
    const { code, stdout } = await lint('book');
    expect([code, stdout.match(/\[[\w-]+\]/g)]).toEqual([1, ['[ignore-without-reason]']]);
  });
});

describe('sopwith.lint.yaml', () => {
  const config = (rules: string) => `apiVersion: playbook/v1\nkind: LintConfig\n${rules}\n`;
  beforeEach(() => {
    put('a.playbook.yaml', untested);
  });

  test('the nearest one at or above the book counts', async () => {
    writeFileSync(path.join(box, 'sopwith.lint.yaml'), config('rules: { no-tests: error }'));
    expect(await lint('book')).toMatchObject({ code: 1 });
    put('sopwith.lint.yaml', config('rules: { no-tests: off }'));
    expect(await lint('book')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('2 files: 0 errors, 0 warnings\n'),
    });
  });

  test('it can limit the warnings, and the flag is stronger', async () => {
    put('sopwith.lint.yaml', config('max_warnings: 0'));
    expect(await lint('book')).toMatchObject({ code: 1 });
    expect(await lint('book', '--max-warnings', '5')).toMatchObject({ code: 0 });
  });

  test('its mistakes are told with their line, whatever part of the book was asked about', async () => {
    put('sopwith.lint.yaml', config('rules: { no-test: off }'));
    const { code, stdout } = await lint('book/metrics.yaml');
    expect(code).toBe(1);
    expect(stdout).toContain('book/sopwith.lint.yaml:3:10 error there is no code "no-test" [ignore-unknown-code]');
    expect(stdout).toContain('  3 | rules: { no-test: off }');
  });
});

describe('formats', () => {
  beforeEach(() => {
    const wrong = playbook((text) => text.replace('title:', 'titel:'));
    put('a.playbook.yaml', wrong);
  });

  test('--json and --format json are the same one document', async () => {
    const { stdout, code } = await lint('book', '--json');
    expect((await lint('book', '--format', 'json')).stdout).toBe(stdout);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { diagnostics: readonly { code: string; fix?: unknown }[] };
    expect(report).toMatchObject({ files: 2, warnings: 0 });
    expect(report.diagnostics[0]).toMatchObject({
      ...{ file: 'book/a.playbook.yaml', line: 5, column: 1, severity: 'error', code: 'unknown-key' },
      ...{ suggestion: 'did you mean "title"?', fix: { line: 5, column: 1, endLine: 5, endColumn: 6, text: 'title' } },
    });
  });

  test.each([
    ['github', /^::error file=book\/a\.playbook\.yaml,line=5,endLine=5,col=1,endColumn=6,title=unknown-key::/],
    ['sarif', /^\{\n {2}"\$schema": .*\n {2}"version": "2\.1\.0"/],
    ['junit', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="sopwith lint" /],
    ['pretty', /^book\/a\.playbook\.yaml:5:1 error /],
  ])('%s begins as it should and ends with 1', async (format, begin) => {
    const { code, stdout } = await lint('book', '--format', format);
    expect(code).toBe(1);
    expect(stdout).toMatch(begin);
  });

  test('github says nothing about a right book', async () => {
    put('a.playbook.yaml', playbook());
    expect(await lint('book', '--format', 'github')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test('two formats, an unknown one, and --dry-run alone are used wrongly', async () => {
    expect(await lint('book', '--json', '--format', 'sarif')).toMatchObject({ code: 2 });
    expect(await lint('book', '--format', 'xml')).toMatchObject({ code: 2, stdout: '' });
    await refused(/--dry-run shows what --fix would do/, 'book', '--dry-run');
    expect(await lint('book', '--max-warnings', 'few')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('--fix', () => {
  const wrong = playbook((text) => text.replace('title:', 'titel:').replace('logins < 5]', 'logins <= 5 && logins > 1]'));

  test('repairs, says what it repaired, keeps comments, CRLF and the mark, and has nothing left to do', async () => {
    put('a.playbook.yaml', `\ufeff${wrong.replaceAll('\n', '\r\n')}`);
    const { code, stdout } = await lint('book', '--fix');
    expect(code).toBe(0);
    expect(stdout).toContain('repaired book/a.playbook.yaml\n  5:1 ');
    const right = playbook((text) => text.replace('logins < 5]', 'logins <= 5 and logins > 1]'));
    expect(read('a.playbook.yaml')).toBe(`\ufeff${right.replaceAll('\n', '\r\n')}`);
    expect(await lint('book', '--fix')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('2 files: 0 errors, 0 warnings\n'),
    });
  });

  test('only what was asked about is changed', async () => {
    put('a.playbook.yaml', wrong);
    put('b.playbook.yaml', wrong.replace('id: sample', 'id: other'));
    await lint('--fix', 'book/b.playbook.yaml');
    expect([read('a.playbook.yaml'), read('b.playbook.yaml')]).toEqual([wrong, expect.not.stringContaining('titel')]);
  });

  test('a link stays a link, the file keeps its permissions, and nothing else is left in the folder', async () => {
    const real = put('../real/shared.yaml', wrong);
    chmodSync(real, 0o640);
    rmSync(path.join(box, 'book/a.playbook.yaml'));
    symlinkSync(real, path.join(box, 'book/a.playbook.yaml'));
    expect(await lint('book', '--fix')).toMatchObject({ code: 0 });
    expect(lstatSync(path.join(box, 'book/a.playbook.yaml')).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readFileSync(real, 'utf8')).toContain('title:');
    expect([...readdirSync(path.dirname(real)), ...readdirSync(path.join(box, 'book'))].sort()).toEqual([
      'a.playbook.yaml',
      'metrics.yaml',
      'shared.yaml',
    ]);
  });

  test('--dry-run prints a difference that git applies, and changes nothing', async () => {
    put('a.playbook.yaml', wrong);
    const { code, stdout, stderr } = await lint('book', '--fix', '--dry-run');
    expect([code, stderr]).toEqual([1, '']);
    expect(read('a.playbook.yaml')).toBe(wrong);
    writeFileSync(path.join(box, 'fix.patch'), stdout);
    execFileSync('git', ['init', '-q', box]);
    execFileSync('git', ['-C', box, 'apply', 'fix.patch']);
    expect(await lint('book')).toMatchObject({ code: 0 });
  });

  test('a file that would have more errors is left alone, and that is said', async () => {
    const worse = playbook((text) => text.replace('goal: ', 'goal：').replace('check: { expect: logins >= 5 }', 'wait: 7 }, { id: rest, wait: 8')); // prettier-ignore
    put('a.playbook.yaml', worse);
    const { code, stdout } = await lint('book', '--fix');
    expect(code).toBe(1);
    expect(stdout).toContain('left alone book/a.playbook.yaml: the repairs would have brought more errors');
    expect(read('a.playbook.yaml')).toBe(worse);
  });

  test('with --json there is one document, and what was done is in it', async () => {
    put('a.playbook.yaml', wrong);
    const shown = JSON.parse((await lint('book', '--fix', '--dry-run', '--json')).stdout) as { diff: string };
    expect(shown.diff).toContain('+title: A sample');
    const done = JSON.parse((await lint('book', '--fix', '--json')).stdout) as { fixed: unknown; errors: number };
    expect(done).toMatchObject({ errors: 0, fixed: [{ file: 'book/a.playbook.yaml', repairs: 2 }] });
  });
});

describe('what cannot be read', () => {
  test('nothing there, a broken link, a link in a circle, a named pipe', async () => {
    await refused(/There is nothing at nowhere/, 'nowhere');
    symlinkSync('gone.yaml', path.join(box, 'book/link.yaml'));
    await refused(/book\/link\.yaml is a link to gone\.yaml, where there is nothing/, 'book/link.yaml');
    await refused(/book\/link\.yaml is a link to gone\.yaml/, 'book');
    rmSync(path.join(box, 'book/link.yaml'));
    symlinkSync('round.yaml', path.join(box, 'book/round.yaml'));
    await refused(/is a link that leads back to itself/, 'book');
    rmSync(path.join(box, 'book/round.yaml'));
    execFileSync('mkfifo', [path.join(box, 'book/pipe.yaml')]);
    await refused(/book\/pipe\.yaml is neither a file nor a folder/, 'book/pipe.yaml');
    await refused(/book\/pipe\.yaml is no file that can be read/, 'book');
  });

  test('a link to a folder is not followed, so links cannot lead in circles', async () => {
    symlinkSync('.', path.join(box, 'book/again.yaml'));
    symlinkSync('..', path.join(box, 'book/up'));
    expect(await lint('book')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('2 files: 0 errors, 0 warnings\n'),
    });
  });

  test.each([
    ['huge', Buffer.from(`goal: ${'登'.repeat(300_000)}\n`), 'yaml-limit'],
    ['gigantic', Buffer.alloc(20_000_000, 'a: b\n'), 'yaml-limit'],
    ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'not-text'],
    ['UTF-16', Buffer.from('\ufeffid: a\n', 'utf16le'), 'not-text'],
    ['empty', Buffer.alloc(0), 'empty-file'],
  ])('a %s file has one diagnostic', async (_name, bytes, code) => {
    put('b.playbook.yaml', bytes);
    const { code: exit, stdout } = await lint('book', '--json');
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string }[] };
    expect([exit, diagnostics.map((one) => one.code)]).toEqual([1, [code]]);
    expect((await lint('book', '--fix')).code).toBe(1);
    expect(readFileSync(path.join(box, 'book/b.playbook.yaml')).equals(bytes)).toBe(true);
  });

  test('a folder and a file without the permission to read', async () => {
    // The root user may read everything: there the refusal is tested with a file system of our own (book-files.spec.ts).
    if (process.getuid?.() === 0) return;
    const file = put('secret/b.playbook.yaml', playbook());
    chmodSync(file, 0o000);
    await refused(/book\/secret\/b\.playbook\.yaml may not be read/, 'book');
    chmodSync(path.dirname(file), 0o000);
    await refused(/book\/secret may not be read/, 'book');
    chmodSync(path.dirname(file), 0o700);
  });
});

describe('the built command', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const built = existsSync(path.join(root, 'dist/apps/cli/commands/lint.js'));

  test('prints to a pipe without colours, and colours when asked', () => {
    expect(built).toBe(true);
    put('a.playbook.yaml', untested);
    const run = (env: Readonly<Record<string, string>>) =>
      spawnSync(process.execPath, [path.join(root, 'apps/cli/sopwith.mjs'), 'lint', 'book'], { cwd: box, encoding: 'utf8', env });
    const plain = run({ PATH: process.env['PATH'] ?? '' });
    expect([plain.status, plain.stderr]).toEqual([0, '']);
    expect(plain.stdout).toMatch(/^book\/a\.playbook\.yaml:3:5 warning /);
    expect(plain.stdout).not.toContain('\u001b');
    expect(run({ PATH: process.env['PATH'] ?? '', FORCE_COLOR: '1' }).stdout).toContain('\u001b[33mwarning');
  });
});
