import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BacktestDocument } from '../../apps/cli/backtest/backtest-document.js';
import { runCli, type Ran } from '../support/run-cli.js';

const DAY = 86_400_000;
const METRICS = `apiVersion: playbook/v1
kind: Metrics
metrics:
  logins: { title: { en: Logins }, count: events, of: login, per: day }
`;
const PLAYBOOK = `apiVersion: playbook/v1
kind: Playbook
id: quiet
version: 1
title: { en: Nobody logs in }
owner: success@sopwith.example
goal: Somebody logs in again
timezone: account
start:
  check: daily at 08:00
  all:
    - logins < 1 for 3 days
enroll:
  never: [account.muted]
  again_after: 7d
  holdout: 0%
  priority: 50
steps:
  - id: call
    task:
      title: { en: 'Call {{ account.name }}' }
      assign: account.csm
      takes: 45min
      due: 2bd
      expires: 5bd
      outcomes: [reached, no_answer]
exit:
  - { id: ran_too_long, after: 30d, as: expired }
verify:
  after: 7d
  objective:
    - { id: back, expect: logins >= 1, primary: true }
`;

/** Both log in every day of January 2026; `zero` stops from the 10th to the 20th. */
const events = (): string => {
  const lines = ['event_id,occurred_at,account_id,contact_id,event'];
  for (let day = 0; day < 60; day += 1) {
    const date = new Date(Date.UTC(2025, 11, 3) + day * DAY).toISOString().slice(0, 10);
    for (const account of ['acme', 'zero']) {
      if (account === 'zero' && date >= '2026-01-10' && date < '2026-01-20') continue;
      lines.push(`${account}-${date},${date}T09:00:00Z,${account},${account}-1,login`);
    }
  }
  return `${lines.join('\n')}\n`;
};

describe('sopwith backtest', () => {
  let box: string;
  const file = (...parts: readonly string[]): string => path.join(box, ...parts);
  const asked = (...rest: readonly string[]): Promise<Ran> =>
    runCli(['backtest', file('data'), '--from', '2026-01-01', '--to', '2026-01-31', '--playbooks', file('book'), ...rest]);

  beforeAll(async () => {
    box = await mkdtemp(path.join(tmpdir(), 'sopwith-backtest-spec-'));
    await mkdir(file('data'));
    await mkdir(file('book'));
    await mkdir(file('broken'));
    const write = (name: string, text: string): Promise<void> => writeFile(file(name), text);
    await write('data/members.csv', 'member_id,name,email\nanna,Anna Berg,anna@us.example\n');
    await write('data/accounts.csv', 'account_id,name,status,csm_id\nacme,Acme,active,anna\nzero,Zero,active,anna\n');
    await write('data/contacts.csv', 'contact_id,account_id,role\nacme-1,acme,champion\nzero-1,zero,champion\n');
    await write('data/events.csv', events());
    await write('book/metrics.yaml', METRICS);
    await write('book/quiet.playbook.yaml', PLAYBOOK);
    await write('broken/metrics.yaml', METRICS);
    await write('broken/quiet.playbook.yaml', PLAYBOOK.replace('logins < 1 for 3 days', 'loggins < 1'));
    await write('people.yaml', 'kind: Autopilot\nseed: 3\ndefault: { closes: 100, after: [1h, 2h] }\n');
  });

  afterAll(async () => {
    await rm(box, { recursive: true, force: true });
  });

  describe('asked for JSON', () => {
    let ran: Ran;
    let document: BacktestDocument;

    beforeAll(async () => {
      ran = await asked('--json', '--seed', '5');
      document = JSON.parse(ran.stdout) as BacktestDocument;
    }, 120_000);

    test('it prints one document in the shape that scripts rely on, and progress elsewhere', () => {
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.stderr).toContain('decided');
      expect(document).toMatchObject({
        ...{ from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z', accounts: 2 },
        playbooks: [
          {
            ...{ id: 'quiet', version: 1, triggered: 1, enrolled: 1, holdout: 0, skipped: {} },
            ...{ runs: expect.any(Object), steps: { call: expect.any(Object) }, verdicts: expect.any(Object) },
          },
        ],
        ...{ messages: {}, tasks: expect.any(Object), errors: [] },
        note: expect.stringContaining('no SOP was run'),
        history: { from: '2025-12-03T09:00:00.000Z', to: '2026-01-31T09:00:00.000Z' },
      });
    });

    test('it says who enters on which morning and why, with the facts', () => {
      expect(document.entries).toMatchObject([
        {
          ...{ playbook: 'quiet', account: 'zero', at: '2026-01-13T08:00:00.000Z', decision: 'enroll', reason: null },
          ...{ run: 'pb:quiet:zero:check#1', because: expect.stringContaining('logins') },
        },
      ]);
      expect(document.entries[0]?.facts[0]).toMatchObject({ name: 'logins', value: 0, asOf: '2026-01-13T00:00:00.000Z' });
    });

    test('the hours are those that the playbook says, for whom, in which week, against what a person has', () => {
      expect(document.hours).toEqual([{ csm: 'anna', week: '2026-01-12', hours: 0.75, capacity: 40, over: false, tasks: 1 }]);
    });

    test('what became of the account is told only as far as history reaches', () => {
      expect(document.afterwards.map(({ weeks, reached }) => [weeks, reached])).toEqual([
        [4, 0],
        [8, 0],
        [12, 0],
      ]);
    });

    test('asked again it prints the same bytes', async () => {
      expect((await asked('--json', '--seed', '5')).stdout).toBe(ran.stdout);
    }, 120_000);
  });

  test('for people it prints who, the hours as a chart, and that nothing of it is an effect', async () => {
    const { code, stdout } = await asked('--capacity', '0.5');
    expect(code).toBe(0);
    expect(stdout).toContain('no SOP was run');
    expect(stdout).toMatch(/2026-01-13 {2}zero {2}enrolled: logins/);
    expect(stdout).toMatch(/2026-01-12 +0\.8 h {2}█+ +Anna Berg 0\.8 h/);
    expect(stdout).toContain('more than that in 1 week of a person, first Anna Berg in the week of 2026-01-12');
  }, 120_000);

  test('days outside of the history are refused with the days that it has', async () => {
    const { code, stderr } = await runCli([
      ...['backtest', file('data'), '--from', '2030-01-01', '--to', '2030-02-01', '--playbooks', file('book')],
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain('reaches from 2025-12-03 to 2026-01-31');
  }, 120_000);

  test.each([
    [
      'a folder that is not there',
      ['backtest', '/nowhere/data', '--from', '2026-01-01', '--to', '2026-01-02'],
      2,
      'There is nothing at /nowhere/data',
    ],
    ['an end before the beginning', ['backtest', '.', '--from', '2026-02-01', '--to', '2026-01-01'], 2, 'is before --from'],
    ['no hours at all', ['backtest', '.', '--from', '2026-01-01', '--to', '2026-01-02', '--capacity', '0'], 2, 'more than 0'],
    [
      'a seed for a replay that is not fast',
      ['replay', '.', '--from', '2026-01-01', '--to', '2026-01-02', '--seed', '1'],
      2,
      'without --fast',
    ],
    [
      'a folder to keep of a fast replay',
      ['replay', '.', '--fast', '--keep', '--from', '2026-01-01', '--to', '2026-01-02'],
      2,
      'nothing is kept',
    ],
  ])('%s is used wrongly', async (_name, args, code, message) => {
    const ran = await runCli(args);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
  });

  test('a book with errors, people with mistakes and two ways to name playbooks are refused before anything starts', async () => {
    const period = ['--from', '2026-01-01', '--to', '2026-01-31'];
    const broken = await runCli(['backtest', file('data'), ...period, '--playbooks', file('broken')]);
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('loggins')]);
    const people = await asked('--autopilot', file('people.yaml'));
    expect([people.code, people.stderr]).toEqual([2, expect.stringContaining('default.closes is 100: expected a percent')]);
    const both = await asked('--playbook', file('book', 'quiet.playbook.yaml'));
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('Both --playbook and --playbooks')]);
  });
});
