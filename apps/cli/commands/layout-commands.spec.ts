import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../test/support/run-cli.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sopwith-layout-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const MESSY = 'kind: Segments\napiVersion: playbook/v1\nsegments:\n- {otherwise: true, id: all_accounts} # everybody\n';
const TIDY = 'apiVersion: playbook/v1\nkind: Segments\nsegments:\n  - { id: all_accounts, otherwise: true } # everybody\n';

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('sopwith fmt', () => {
  test('lays files out in place, and then has nothing to do', async () => {
    const path = file('segments.yaml', MESSY);
    chmodSync(path, 0o640);
    expect((await runCli(['fmt', folder])).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(TIDY);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['segments.yaml']);
    const again = await runCli(['fmt', '--check', folder]);
    expect([again.code, again.stdout]).toEqual([0, '1 file: 0 to be laid out, 0 left alone\n']);
  });

  test('--check lists what is laid out otherwise, and changes nothing', async () => {
    const path = file('a/segments.yaml', MESSY);
    file('b/tidy.yaml', TIDY);
    const { code, stdout } = await runCli(['fmt', '--check', '--json', folder]);
    expect([code, JSON.parse(stdout)]).toEqual([1, { files: 2, changed: [path], left: [] }]);
    expect(readFileSync(path, 'utf8')).toBe(MESSY);
  });

  test('a file that cannot be read is left alone, and the others are laid out', async () => {
    const broken = file('broken.yaml', 'kind: Segments\nsegments: [\n');
    const path = file('segments.yaml', MESSY);
    const { code, stdout } = await runCli(['fmt', folder]);
    expect(code).toBe(1);
    expect(stdout).toContain(`${broken} is left alone`);
    expect(stdout).toContain('[yaml-syntax]');
    expect(readFileSync(broken, 'utf8')).toBe('kind: Segments\nsegments: [\n');
    expect(readFileSync(path, 'utf8')).toBe(TIDY);
  });

  test('a link stays a link', async () => {
    const path = file('real/segments.yaml', MESSY);
    const link = join(folder, 'linked.yaml');
    symlinkSync(path, link);
    await runCli(['fmt', link]);
    expect(readFileSync(path, 'utf8')).toBe(TIDY);
    expect(
      readdirSync(folder, { withFileTypes: true })
        .find(({ name }) => name === 'linked.yaml')
        ?.isSymbolicLink(),
    ).toBe(true);
  });
});

describe('sopwith schema', () => {
  test('prints one JSON document, of one kind or of all', async () => {
    const { code, stdout } = await runCli(['schema', '--kind', 'Segments']);
    expect([code, (JSON.parse(stdout) as { allOf: unknown }).allOf]).toEqual([0, [{ $ref: '#/definitions/segments_file' }]]);
    const all = JSON.parse((await runCli(['schema'])).stdout) as { properties: { kind: { enum: string[] } } };
    expect(all.properties.kind.enum).toContain('Lifecycle');
  });

  test('--out writes it, --check holds a file against it', async () => {
    const path = join(folder, 'schema.json');
    expect((await runCli(['schema', '--check', '--out', path])).code).toBe(1);
    expect((await runCli(['schema', '--out', path])).code).toBe(0);
    expect((await runCli(['schema', '--check', '--out', path])).code).toBe(0);
    expect((await runCli(['schema', '--check', '--kind', 'Health', '--out', path])).code).toBe(1);
  });

  test('with --json what was done is one document too', async () => {
    const path = join(folder, 'schema.json');
    expect(JSON.parse((await runCli(['schema', '--out', path, '--json'])).stdout)).toEqual({ file: path, status: 'written' });
    const checked = await runCli(['schema', '--check', '--out', path, '--json']);
    expect(JSON.parse(checked.stdout)).toEqual({ file: path, status: 'up_to_date' });
  });

  test('a file that cannot be read or written is wrong usage, no bug', async () => {
    expect(await runCli(['schema', '--check', '--out', folder])).toMatchObject({ code: 2 });
    expect(await runCli(['schema', '--out', folder])).toMatchObject({ code: 2 });
    expect(await runCli(['schema', '--out', join(folder, 'not-there', 'x.json')])).toMatchObject({ code: 2 });
  });

  test('of a stale schema of one kind the advice keeps the kind', async () => {
    const { stderr } = await runCli(['schema', '--check', '--kind', 'Health', '--out', join(folder, 'h.json')]);
    expect(stderr).toContain('npx sopwith schema --kind Health --out');
  });

  test('the shipped schema and the shipped reference are fresh', async () => {
    expect(await runCli(['schema', '--check'])).toMatchObject({ code: 0 });
    expect(await runCli(['docs', '--check'])).toMatchObject({ code: 0 });
  });

  test('a kind that is not there is wrong usage', async () => {
    expect(await runCli(['schema', '--kind', 'Playbok'])).toMatchObject({ code: 2 });
  });
});

describe('sopwith plan against a folder', () => {
  test('speaks of the folder, not of what is published', async () => {
    const [left, right] = [join(folder, 'left'), join(folder, 'right')];
    for (const [id, into] of [
      ['first_rescue', left],
      ['second_rescue', right],
    ] as const)
      expect((await runCli(['new', id, '--from', 'usage_rescue', '--into', into])).code).toBe(0);
    const { code, stdout } = await runCli(['plan', left, '--against', right]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`second_rescue: only in ${right} (version 1)`)]);
    expect(stdout).not.toContain('published');
  });
});

describe('sopwith new', () => {
  test('--list names every template, as text and as JSON', async () => {
    const { templates } = JSON.parse((await runCli(['new', '--list', '--json'])).stdout) as { templates: { name: string }[] };
    const { stdout } = await runCli(['new', '--list']);
    for (const { name } of templates) expect(stdout).toContain(`${name} `);
    expect(templates.length).toBeGreaterThanOrEqual(7);
  });

  test('writes once; the second time it refuses, naming the file', async () => {
    const into = join(folder, 'sops');
    const first = await runCli(['new', 'my_rescue', '--from', 'usage_rescue', '--into', into, '--json']);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ template: 'usage_rescue', name: 'my_rescue', diagnostics: [] });
    expect((await runCli(['test', into])).code).toBe(0);
    const second = await runCli(['new', 'my_rescue', '--from', 'usage_rescue', '--into', into]);
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('my_rescue.playbook.yaml') });
  });

  test('sends the reader to the playbook, and does not call advice a lack', async () => {
    const one = (await runCli(['new', 'my_rescue', '--from', 'usage_rescue', '--into', join(folder, 'one')])).stdout;
    expect(one).toContain(`Next: read ${join(folder, 'one', 'my_rescue.playbook.yaml')},`);
    const twice = ['new', 'other', '--from', 'usage_rescue', '--into', join(folder, 'one', 'twice')];
    const { code, stdout } = await runCli(twice);
    expect([code, stdout]).toEqual([0, expect.stringContaining('[same-trigger]')]);
    expect(stdout).not.toContain('does not have everything');
  });

  test.each([
    [['new'], 'needs a name'],
    [['new', 'my_rescue'], '--from'],
    [['new', 'My Rescue', '--from', 'usage_rescue'], 'my_rescue'],
    [['new', 'my_rescue', '--from', 'usage_rescu'], 'usage_rescue'],
  ])('%j says what is missing', async (args, said) => {
    const { code, stderr } = await runCli(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
