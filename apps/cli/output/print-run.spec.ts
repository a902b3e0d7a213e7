import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { FactView } from '../../../prisma/read-models/fact-view.js';
import type { RunRecord } from '../../../prisma/read-models/run-record.js';
import { Terminal } from '../terminal.js';
import { printRun } from './print-run.js';

/** A run that began two weeks after a contract's start; `start` is the local midnight of 2025-07-21. */
function recordOf(timezone: string, start: string, opened: string): RunRecord {
  const began: FactView = { name: 'contract.start', type: 'date', value: start, asOf: opened };
  const since: FactView = {
    name: 'days_since(contract.start)',
    type: 'duration',
    value: Date.parse(opened) - Date.parse(start),
    asOf: opened,
    from: { date: start },
  };
  const check = { kind: 'objective', subject: 'goal', primary: true, at: opened, condition: 'x', value: true, facts: [since] };
  return {
    run: `pb:welcome:acme:contract.start:2025-07-21`,
    playbook: 'welcome',
    version: 1,
    account: 'acme',
    accountName: 'Acme',
    timezone,
    csm: null,
    handedOver: false,
    firstCsm: null,
    arm: 'treatment',
    status: 'finished',
    result: 'success',
    exit: null,
    activeSteps: [],
    startedAt: opened,
    finishedAt: opened,
    error: null,
    trigger: {
      episode: 'contract.start:2025-07-21',
      openedAt: opened,
      decidedAt: opened,
      facts: [began, since],
      evaluations: [],
    },
    trace: [{ seq: 0, at: opened, type: 'timer_set', timer: 't', due: opened, facts: [began] }],
    facts: [],
    steps: [
      {
        key: 'mail#0',
        step: 'mail',
        verb: 'email',
        dueAt: opened,
        startedAt: opened,
        doneAt: opened,
        status: 'done',
        outcome: 'sent',
        reason: null,
        by: 'sopwith',
        detail: null,
      },
    ],
    messages: [],
    tasks: [],
    checks: [check],
    orders: [],
  };
}

describe('a flight record', () => {
  test.each([
    ['Europe/Berlin', '2025-07-20T22:00:00.000Z', '2025-08-04T06:00:00.000Z'],
    ['Asia/Shanghai', '2025-07-20T16:00:00.000Z', '2025-08-04T00:00:00.000Z'],
  ])('tells days and times of the account in %s', (zone, start, opened) => {
    const stdout = new PassThrough();
    const terminal = new Terminal({ stdin: new PassThrough(), stdout, stderr: new PassThrough() }, { NO_COLOR: '1' });
    printRun(terminal, recordOf(zone, start, opened));
    const text = String(stdout.read());
    expect(text).toMatch(new RegExp(`times +${zone}`));
    expect(text).toContain('episode contract.start:2025-07-21, opened 2025-08-04 08:00, decided 2025-08-04 08:00');
    expect(text.match(/contract\.start was 2025-07-21 as of 2025-08-04/g)).toHaveLength(2);
    expect(text.match(/contract\.start \(2025-07-21\) was 14\.3 days ago on 2025-08-04/g)).toHaveLength(2);
    expect(text).toContain('timer t set for 2025-08-04 08:00');
    // Nothing is left of the UTC instants.
    expect(text).not.toMatch(/2025-07-20|\dZ\b|T\d\d:/);
  });
});
