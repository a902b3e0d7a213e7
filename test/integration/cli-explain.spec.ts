import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publishBook } from '../../prisma/stores/publication-store.js';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { runCli } from '../support/run-cli.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';
import { insertAccount } from '../support/worker-fixtures.js';

const root = path.resolve(import.meta.dirname, '../..');
const RESCUE = 'playbooks/adoption/usage_drop_rescue.playbook.yaml';
const AT = Date.parse('2026-03-02T08:00:00Z');

let box: string;
beforeAll(() => {
  box = mkdtempSync(path.join(tmpdir(), 'sopwith-explain-'));
});
afterAll(() => rmSync(box, { recursive: true, force: true }));

const golden = (name: string) => readFileSync(path.join(root, 'test/language/explain', name), 'utf8');

describe('explain', () => {
  test.each(['en', 'zh'] as const)('prints the explanation in %s', async (locale) => {
    const { code, stdout, stderr } = await runCli(['explain', RESCUE, '--locale', locale]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(golden(`usage_drop_rescue.${locale}.md`));
  });

  test('draws a flowchart', async () => {
    const { code, stdout } = await runCli(['explain', RESCUE, '--diagram']);
    expect(code).toBe(0);
    expect(stdout).toBe(golden('usage_drop_rescue.en.mmd'));
  });

  test('--json is one document with sections, text and diagram', async () => {
    const { code, stdout } = await runCli(['explain', RESCUE, '--json', '--locale', 'zh']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(document).toMatchObject({ file: RESCUE, playbook: 'usage_drop_rescue', version: 1, locale: 'zh', notRunnable: [] });
    expect(document['text']).toBe(golden('usage_drop_rescue.zh.md'));
    expect((document['sections'] as { id: string }[]).map(({ id }) => id)).toEqual([
      ...['playbook', 'start', 'enroll', 'steps', 'exits', 'verify', 'tests'],
    ]);
  });

  test('a terminal with colours gets bold headings instead of marks', async () => {
    const { stdout } = await runCli(['explain', RESCUE], { FORCE_COLOR: '1' });
    expect(stdout).toContain('\u001b[1mWhen it starts\u001b[22m');
    expect(stdout).not.toMatch(/^#|\*\*/m);
  });

  test('a playbook with errors is not explained: exit 1, with the first error and the next step', async () => {
    const folder = path.join(box, 'wrong');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'metrics.yaml'), readFileSync(path.join(root, 'playbooks/metrics.yaml')));
    const file = path.join(folder, 'a.playbook.yaml');
    writeFileSync(file, 'apiVersion: playbook/v1\nkind: Playbook\nid: a\n');
    const { code, stdout, stderr } = await runCli(['explain', file]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/a\.playbook\.yaml:\d+:\d+: .*\n.*npx sopwith lint/s);
  });

  test.each([
    ['playbooks/nowhere.playbook.yaml', /nothing at/],
    ['playbooks/metrics.yaml', /no playbook in/],
    ['playbooks/adoption', /\d playbooks in.*Name one of them/s],
  ])('%s is used wrongly: exit 2', async (file, message) => {
    const { code, stderr } = await runCli(['explain', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('--help', () => {
  test.each(['explain', 'preview'])('of %s has an example that is a line to type', async (command) => {
    const { code, stdout } = await runCli([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Example:\\n  npx sopwith ${command}`));
  });
});

describe('preview with sample data', () => {
  test('a template in both languages, marked as sample data, the same every time', async () => {
    const en = await runCli(['preview', 'value_recap']);
    expect(en.code).toBe(0);
    expect(en.stdout).toContain('sample data: a made-up account as of 2026-03-02');
    expect(en.stdout).toMatch(/^e-mail value_recap \(en\) to account\.decision_maker, step introduce of usage_drop_rescue$/m);
    expect(en.stdout).toContain('Subject: Acme Robotics (sample data): what you get out of it');
    expect(en.stderr).toBe('also sent by step send_recap\n');
    expect(en.stdout.match(/^Subject:/gm)).toHaveLength(1);
    expect(en.stdout).toMatch(/signed in only \d+ times/);
    expect(await runCli(['preview', 'value_recap', '--sample'])).toEqual(en);
    const zh = await runCli(['preview', 'value_recap', '--locale', 'zh']);
    expect(zh.stdout).toContain('示例机器人公司（示例数据）');
  });

  test('the path of a file means that file, in its language', async () => {
    const { code, stdout } = await runCli(['preview', 'playbooks/adoption/emails/recovery_plan.zh.hbs', '--part', 'subject']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '让 示例机器人公司（示例数据） 重回正轨\n' });
  });

  test('one part alone is all that stdout gets', async () => {
    const { code, stdout, stderr } = await runCli(['preview', 'recovery_plan', '--part', 'html']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<p>/);
    expect(stderr).toContain('sample data');
  });

  test('a playbook means everything it says, in order', async () => {
    const { code, stdout } = await runCli(['preview', 'usage_drop_rescue', '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as { sample: boolean; messages: { step: string; verb: string; failure: unknown }[] };
    expect(document.sample).toBe(true);
    expect(document.messages.map(({ step, verb }) => `${verb} ${step}`)).toEqual([
      'in_app nudge_users',
      'task call_owner',
      'email send_plan',
      'task find_champion',
      'email introduce',
      'email send_recap',
    ]);
    expect(document.messages.every(({ failure }) => failure === null)).toBe(true);
  });

  test('every text of every shipped playbook can be rendered in both languages', async () => {
    const { playbooks } = await import('../parity/shipped-playbooks.js').then(({ shippedBook }) => shippedBook());
    for (const { plan } of playbooks)
      for (const locale of ['en', 'zh']) {
        const { code, stdout } = await runCli(['preview', plan.playbook, '--locale', locale, '--json']);
        expect([plan.playbook, locale, code]).toEqual([plan.playbook, locale, 0]);
        expect(stdout).not.toContain('{{');
      }
  });

  test.each([
    [['preview', 'value_recpa'], /Did you mean value_recap\?/],
    [['preview', 'usage_drop_resceu'], /Did you mean usage_drop_rescue\?/],
    [['preview', 'value_recap', '--playbook', 'usage_drop_rescu'], /Did you mean usage_drop_rescue\?/],
    [['preview', 'value_recap', '--playbook', 'activation_push'], /It is sent by usage_drop_rescue/],
    [['preview', 'value_recap', '--sample', '--account', 'acme'], /cannot be used with/],
    [['preview', 'value_recap', '--book', 'nowhere'], /nothing at nowhere/],
  ])('%j is used wrongly: exit 2', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('preview with the data of an account', () => {
  const files = [
    {
      path: 'metrics.yaml',
      text: 'apiVersion: playbook/v1\nkind: Metrics\nmetrics:\n  logins: { title: Logins, count: events, of: login, per: week, when_empty: unknown }\n',
    },
    {
      path: 'care/hello.playbook.yaml',
      text: `apiVersion: playbook/v1
kind: Playbook
id: hello
version: 1
title: Hello
owner: cs@acme.example
goal: They know us
start: { manual: true }
steps:
  - { id: greet, email: { template: greeting, to: account.champion } }
  - { id: number, email: { template: usage, to: account.champion } }
  - { id: boss, email: { template: greeting, to: account.decision_maker } }
`,
    },
    {
      path: 'care/emails/greeting.en.hbs',
      text: 'subject: Hello {{ account.name }}\n--- text\nDear {{ contact.name }} at {{ account.name }}\n--- html\n<p title="{{ account.name }}">{{ account.name }}</p>\n',
    },
    { path: 'care/emails/usage.en.hbs', text: 'subject: Usage\n--- text\nYou logged in {{ metric.logins }} times\n' },
  ];
  const HOSTILE = `<script>alert("1")</script> ' {{ account.id }}`;
  let scratch: ScratchDatabase;
  let book: string;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    const compiled = compileBook(files);
    if (compiled.catalogue === null) throw new Error(JSON.stringify(compiled.diagnostics));
    await publishBook(scratch.db, { catalogue: compiled.catalogue, playbooks: compiled.playbooks }, AT);
    await insertAccount(scratch.db);
    await scratch.db.client.account.update({ where: { id: 'acme' }, data: { name: HOSTILE } });
    book = path.join(box, 'care');
    for (const { path: file, text } of files) {
      mkdirSync(path.dirname(path.join(book, file)), { recursive: true });
      writeFileSync(path.join(book, file), text);
    }
  }, 120_000);
  afterAll(() => scratch.stop());

  const preview = (...args: readonly string[]) =>
    runCli(['preview', ...args, '--book', book, '--account', 'acme'], { DATABASE_URL: scratch.url });

  test('what is hostile is text: escaped in HTML, as it is elsewhere, never rendered again', async () => {
    const html = await preview('greeting', '--part', 'html');
    expect(html.code).toBe(0);
    expect(html.stdout).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &#x27; {{ account.id }}">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &#x27; {{ account.id }}</p>\n',
    );
    const text = await preview('greeting');
    expect(text.stdout).toContain(`Dear Chris at ${HOSTILE}`);
    expect(text.stdout).toContain('data of ');
  });

  test('a missing value and a missing person are named: exit 1, a task would be opened', async () => {
    const { code, stdout } = await preview('hello', '--json');
    expect(code).toBe(1);
    const { sample, account, messages } = JSON.parse(stdout) as {
      sample: boolean;
      account: string;
      messages: { step: string; failure: unknown }[];
    };
    expect({ sample, account }).toEqual({ sample: false, account: 'acme' });
    expect(messages.map(({ step, failure }) => [step, failure])).toEqual([
      ['greet', null],
      ['number', { kind: 'missing_value', path: 'metric.logins' }],
      ['boss', { kind: 'nobody', recipient: 'account.decision_maker' }],
    ]);
    const pretty = await preview('usage');
    expect(pretty.stdout).toMatch(/metric\.logins is unknown for .*would not be sent, a task for the CSM would be opened/);
  });

  test('an unknown account is told, with who it may be', async () => {
    const { code, stderr } = await runCli(['preview', 'greeting', '--book', book, '--account', 'acne'], {
      DATABASE_URL: scratch.url,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/no account "acne".*acme/s);
  });

  test('without a database: exit 3, and what to do', async () => {
    const { code, stderr } = await runCli(['preview', 'greeting', '--book', book, '--account', 'acme']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/npm start/);
  });
});

const built = path.join(root, 'dist/apps/cli/commands/preview.js');
(existsSync(built) ? describe : describe.skip)('as built', () => {
  const run = promisify(execFile);
  const sopwith = (...args: readonly string[]) =>
    run(process.execPath, [path.join(root, 'apps/cli/sopwith.mjs'), ...args], { cwd: root, env: { PATH: process.env['PATH'] } });

  test('explains and previews', async () => {
    const { stdout } = await sopwith('explain', RESCUE);
    expect(stdout).toBe(golden('usage_drop_rescue.en.md'));
    expect((await sopwith('preview', 'value_recap')).stdout).toContain('sample data');
  });
});
