import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { main } from '../../apps/cli/main.js';
import { runCli, type Ran } from '../support/run-cli.js';

let box: string;

beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'sopwith-cli-'));
});
afterEach(() => rmSync(box, { recursive: true, force: true }));

/** Runs the command with a home of its own. */
const sopwith = (args: readonly string[], machine: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runCli(args, { HOME: box, SOPWITH_HOME: join(box, 'home'), ...machine });

const METRICS = `apiVersion: playbook/v1
kind: Metrics
metrics:
  logins: { title: Logins, count: events, of: login, per: week }
`;
const playbook = (condition: string, result: string) => `apiVersion: playbook/v1
kind: Playbook
id: rescue
version: 1
title: Rescue
owner: cs@acme.example
goal: They come back
start: { check: daily at 08:00, all: [${condition}] }
enroll: { holdout: 10% }
steps:
  - { id: settle, wait: 7d }
  - { id: look, check: { expect: logins >= 10 } }
verify:
  after: 7d
  objective: [{ id: back, expect: logins >= 10, primary: true }]
tests:
  - name: it comes back
    given: { logins: [400, 150] }
    timeline: [{ at: 8d, logins: 400 }]
    expect: { enrolled: true, result: ${result} }
`;

function book(condition = 'wow_drop(logins) >= 50%', result = 'success'): string {
  const folder = join(box, 'book');
  mkdirSync(join(folder, 'adoption'), { recursive: true });
  writeFileSync(join(folder, 'metrics.yaml'), METRICS);
  writeFileSync(join(folder, 'adoption/rescue.playbook.yaml'), playbook(condition, result));
  return folder;
}

describe('used wrongly', () => {
  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['lint', '--frob'], /unknown option '--frob'/],
    [['replay', 'x', '--from', '2026-02-30', '--to', '2026-03-01'], /Expected a day such as/],
    [['replay', '.', '--from', '2026-03-02', '--to', '2026-03-01'], /--to 2026-03-01 is before --from/],
    [['replay', '.', '--from', '2026-03-01', '--to', '2026-03-02', '--day', 'fast'], /Expected a span such as 1s/],
    [['replay', 'no-such-folder', '--from', '2026-03-01', '--to', '2026-03-02'], /There is nothing at no-such-folder/],
    [['up', '--port', '99999'], /whole number from 0 to 65535/],
    [['runs', '--status', 'sleeping'], /Allowed choices are live/],
    [['task', 'close', 'some-id'], /required option '--outcome <word>'/],
    [['lint', 'no-such-place'], /There is nothing at no-such-place/],
  ])('%j is exit 2 and says what is right', async (args, says) => {
    const { code, stdout, stderr } = await sopwith(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
  });

  test('a variable with a wrong value is named, with what is expected', async () => {
    const { code, stderr } = await sopwith(['doctor'], { PORT: 'eighty' });
    expect(code).toBe(2);
    expect(stderr).toContain('PORT="eighty" cannot be used: expected a port from 0 to 65535');
  });

  test('with --json the answer is one JSON document all the same', async () => {
    const { code, stdout } = await sopwith(['lint', '--json', 'no-such-place']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'no-such-path', message: 'There is nothing at no-such-place' } });
  });
});

describe('a bug of ours', () => {
  test('is exit 70 with a report file', async () => {
    const broken = new Writable({ write: () => undefined });
    broken.write = () => {
      throw new TypeError('cannot read properties of undefined');
    };
    const said: string[] = [];
    const stderr = new Writable({
      write(chunk: Buffer, _encoding, done) {
        said.push(chunk.toString());
        done();
      },
    });
    const code = await main(['lint', book('logins >= 50%')], { stdin: new PassThrough(), stdout: broken, stderr }, { HOME: box });
    expect(code).toBe(70);
    const file = /report it with the file (\S+)/.exec(said.join(''))?.[1] ?? '';
    const report = readFileSync(file, 'utf8');
    rmSync(file);
    expect(report).toContain(`sopwith lint ${join(box, 'book')}`);
    expect(report).toMatch(/TypeError: cannot read properties[\s\S]*\n {4}at /);
  });
});

describe('--help', () => {
  const commands = [
    'up',
    'demo',
    'replay',
    'import',
    'lint',
    'test',
    'simulate',
    'evaluate',
    'runs',
    'run',
    'tasks',
    'task close',
    'report',
    'doctor',
    'temporal install',
  ];

  test.each(commands)('of %s has an example that is a line to type', async (command) => {
    const { code, stdout } = await sopwith([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Example:\\n  npx sopwith ${command}`));
  });

  test('lists every command', async () => {
    const { code, stdout } = await sopwith(['--help']);
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command.split(' ')[0]} `, 'm'));
  });
});

describe('lint', () => {
  test('a book without mistakes is exit 0 and silence; what was looked at is said on the side', async () => {
    expect(await sopwith(['lint', book()])).toEqual({ code: 0, stdout: '', stderr: '2 files: 0 errors, 0 warnings\n' });
  });

  test('a mistake is exit 1, with its place, the line, a caret and what to write instead', async () => {
    const { code, stdout } = await sopwith(['lint', book('wow_drop(logins) >= 50')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/rescue\.playbook\.yaml:8:\d+ error/);
    expect(stdout).toMatch(/\^\^/);
    expect(stdout).toContain('1 error');
    // Not a terminal: no colour sequences.
    expect(stdout).not.toContain('\u001b');
  });

  test('--json is the documented shape', async () => {
    const { code, stdout } = await sopwith(['lint', '--json', book('wow_drop(logons) >= 50%')]);
    expect(code).toBe(1);
    const answer = JSON.parse(stdout) as { diagnostics: object[] };
    expect(answer).toMatchObject({ files: 2, errors: 1, warnings: 0 });
    expect(answer.diagnostics[0]).toEqual({
      file: expect.stringMatching(/rescue\.playbook\.yaml$/),
      line: 8,
      column: expect.any(Number),
      endLine: 8,
      endColumn: expect.any(Number),
      severity: 'error',
      code: expect.any(String),
      message: expect.stringContaining('logons'),
      suggestion: expect.stringContaining('logins'),
      fix: { line: 8, column: expect.any(Number), endLine: 8, endColumn: expect.any(Number), text: 'logins' },
    });
  });

  test('a single file is read within its book, and only its own mistakes are told', async () => {
    const folder = book();
    writeFileSync(join(folder, 'adoption/other.playbook.yaml'), 'kind: Playbook\n');
    expect((await sopwith(['lint', join(folder, 'adoption/rescue.playbook.yaml')])).code).toBe(0);
    expect((await sopwith(['lint', join(folder, 'adoption')])).code).toBe(1);
  });

  test('FORCE_COLOR colours what is not a terminal, NO_COLOR wins over it', async () => {
    const folder = book('wow_drop(logins) >= 50');
    expect((await sopwith(['lint', folder], { FORCE_COLOR: '1' })).stdout).toContain('\u001b[');
    expect((await sopwith(['lint', folder], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain('\u001b[');
  });
});

describe('test', () => {
  test('passed tests are exit 0', async () => {
    const { code, stdout } = await sopwith(['test', '--json', book()]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      passed: 1,
      failed: 0,
      tests: [
        { file: expect.stringMatching(/rescue\.playbook\.yaml$/), playbook: 'rescue', name: 'it comes back', status: 'passed' },
      ],
      coverage: [{ playbook: 'rescue', covered: 1, total: 2, untested: ['look: not_met'] }],
      unpublishable: [],
    });
  });

  test('a failed one is exit 1, with what was expected and what was', async () => {
    const folder = book(undefined, 'not_met');
    const { code, stdout } = await sopwith(['test', '--json', folder]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 0,
      failed: 1,
      tests: [
        { status: 'failed', expected: { result: 'not_met' }, actual: { result: 'success' }, differences: [{ what: 'result' }] },
      ],
    });
    expect((await sopwith(['test', folder])).stdout).toContain('result: expected not_met, was success');
  });

  test('around the first difference the time line is shown, and with --verbose all of it', async () => {
    const folder = book(undefined, 'not_met');
    const { stdout } = await sopwith(['test', folder]);
    expect(stdout).toContain('rescue  1 of 2 ways tested');
    expect(stdout).toMatch(/> day 14 +\d{4}-\d\d-\d\d 08:00  the run ends: success\n +not tested: look: not_met/);
    expect(stdout).not.toContain('the run begins');
    expect((await sopwith(['test', '--verbose', folder])).stdout).toMatch(/day 0 +\d{4}-\d\d-\d\d 08:00  the run begins/);
  });

  test('junit tells each test and what failed in it', async () => {
    const { code, stdout } = await sopwith(['test', '--format', 'junit', book(undefined, 'not_met')]);
    expect(code).toBe(1);
    expect(stdout).toContain('<testsuites name="sopwith test" tests="1" failures="1" errors="0" time="0">');
    expect(stdout).toContain('message="result: expected not_met, was success"');
    expect((await sopwith(['test', '--json', '--format', 'junit', book()])).code).toBe(2);
  });

  test('a book with errors is not tested but sent to lint', async () => {
    const { code, stderr } = await sopwith(['test', book('logins >= 50%')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot be tested.*rescue\.playbook\.yaml:8:/);
    expect(stderr).toContain('npx sopwith lint');
  });
});

describe('simulate', () => {
  const file = () => join(book(), 'adoption/rescue.playbook.yaml');

  test('a run is told day by day, in English or Chinese', async () => {
    const { code, stdout } = await sopwith(['simulate', file(), '--scenario', 'it comes back']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^rescue v1 {2}Rescue\nscenario: it comes back\nThe account enters on \d{4}-\d\d-\d\d 08:00 \(UTC\)\./,
    );
    expect(stdout).toMatch(/\d{4}-\d\d-\d\d {2}day 7 +08:00 {2}settle: the wait is over\n +08:00 {2}look: logins /);
    expect(stdout).toMatch(/Result: success\n$/);
    const chinese = (await sopwith(['simulate', file(), '--scenario', 'it comes back', '--locale', 'zh'])).stdout;
    expect(chinese).toContain('第 7 天');
    expect(chinese).toMatch(/结果：成功\n$/);
  });

  test('as JSON it is the flight record, with what came of it', async () => {
    const { code, stdout } = await sopwith(['simulate', '--json', file(), '--scenario', 'it comes back']);
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as { readonly trace: readonly unknown[] };
    expect(told).toMatchObject({
      playbook: 'rescue',
      version: 1,
      enrolled: true,
      because: [],
      result: 'success',
      differences: [],
    });
    expect(told.trace[0]).toEqual({
      seq: 1,
      at: expect.stringMatching(/T08:00:00\.000Z$/),
      type: 'run_started',
      arm: 'treatment',
    });
  });

  test('a scenario in a file may expect something; what comes out otherwise is exit 1', async () => {
    const scenario = join(box, 'story.yaml');
    writeFileSync(
      scenario,
      'given: { logins: [400, 150] }\ntimeline: [{ at: 2d, cancel: enough }]\nexpect: { result: success }\n',
    );
    const { code, stdout } = await sopwith(['simulate', file(), '--scenario', scenario]);
    expect(code).toBe(1);
    expect(stdout).toContain('the run is cancelled (test: enough)');
    expect(stdout).toContain('result: expected success, was cancelled');
  });

  test('an account that does not enter is told with the reason', async () => {
    const scenario = join(box, 'story.yaml');
    writeFileSync(scenario, 'apiVersion: playbook/v1\nkind: Scenario\ngiven: { logins: [400, 390] }\n');
    const { code, stdout } = await sopwith(['simulate', file(), '--scenario', scenario]);
    expect({ code, told: stdout.includes('The account does not enter: wow_drop(logins) >= 50%') }).toEqual({
      code: 0,
      told: true,
    });
  });

  test('one seed is one story', async () => {
    const run = (seed: string) => sopwith(['simulate', file(), '--seed', seed]);
    expect((await run('7')).stdout).toBe((await run('7')).stdout);
    expect((await run('7')).stdout).toContain('people behave by seed 7');
    expect((await run('7')).code).toBe(0);
  });

  test.each([
    [[], /Name a --scenario, or give a --seed/],
    [['--scenario', 'it comes bak'], /did you mean "it comes back"/],
    [['--seed', 'x'], /Expected a whole number/],
  ])('%j is exit 2 and says what is right', async (args, says) => {
    const { code, stderr } = await sopwith(['simulate', file(), ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });

  test('a scenario with mistakes is shown with all of them', async () => {
    const scenario = join(box, 'story.yaml');
    writeFileSync(scenario, 'given: { logns: [400, 150] }\ntimeline: [{ at: 2d, skip: [lok] }]\n');
    const { code, stderr } = await sopwith(['simulate', file(), '--scenario', scenario]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/story\.yaml:1:\d+ error .*logns/);
    expect(stderr).toMatch(/story\.yaml:2:\d+ error there is no step "lok"/);
  });
});

describe('something is missing', () => {
  test.each([['runs'], ['tasks'], ['report'], ['run', 'x'], ['evaluate']])(
    '%s without a stack is exit 3 and says how to start one',
    async (...args) => {
      const { code, stderr } = await sopwith(args);
      expect(code).toBe(3);
      expect(stderr).toContain(`No stack is running on ${join(box, 'home')}`);
      expect(stderr).toContain('npm start');
    },
  );

  test('a database that does not answer is exit 3 and named without its password', async () => {
    const { code, stderr } = await sopwith(['runs'], { DATABASE_URL: 'postgresql://app:hunter2@127.0.0.1:9/app' });
    expect(code).toBe(3);
    expect(stderr).toContain('127.0.0.1:9/app cannot be reached');
    expect(stderr).not.toContain('hunter2');
  });

  test('doctor names a taken port and the way out', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const { code, stdout } = await sopwith(['doctor', '--json'], { PORT: String(port) });
    server.close();
    expect(code).toBe(3);
    const { findings } = JSON.parse(stdout) as { findings: { name: string }[] };
    expect(findings.find(({ name }) => name === 'API port')).toEqual({
      name: 'API port',
      state: 'missing',
      says: `127.0.0.1:${port} is in use by another program`,
      fix: `Stop that program, or use: npx sopwith up --port ${port + 1}`,
    });
  });
});
