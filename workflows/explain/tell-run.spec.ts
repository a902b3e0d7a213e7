import { describe, expect, test } from '@jest/globals';
import { comparing } from '../../test/support/plan-builder.js';
import {
  branch,
  check,
  email,
  exitAfter,
  outcomeIs,
  plan,
  runInput,
  START,
  task,
  verifyAfter,
  wait,
} from '../../test/support/run-builder.js';
import { UTC_CALENDAR } from '../model/calendar.js';
import type { Fact } from '../model/fact.js';
import type { Plan } from '../model/plan.js';
import type { TraceEntry } from '../model/run.js';
import { tellRun } from './tell-run.js';

const DAY = 86_400_000;
const subject = (of: Plan) => ({ plan: of, templates: {}, catalogue: null });
const book = plan(
  [
    email('hello'),
    task('call', { escalate: '3d' }),
    branch('fork', [{ when: outcomeIs('call', 'reached'), steps: [wait('settle', '7d')] }]),
    check('usage', comparing('logins', '>=', 100)),
  ],
  {
    exits: [exitAfter('too_long', '60d')],
    verify: {
      ...verifyAfter('30d', comparing('logins', '>=', 100)),
      subjective: [
        {
          ...{ id: 'value', ask: 'account.csm', elseAsk: null, question: { en: 'Better?', zh: '更好？' } },
          ...{ answers: ['agree', 'unsure'], good: ['agree'], expires: { amount: 14, unit: 'd' } },
        },
      ],
    },
  },
);

type Bare = TraceEntry extends infer E
  ? E extends TraceEntry
    ? Omit<E, 'seq' | 'at'> & { readonly at?: number }
    : never
  : never;

function told(entries: readonly Bare[], locale: 'en' | 'zh' = 'en', of: Plan = book): readonly string[] {
  const trace = entries.map((entry, index) => ({ at: START, ...entry, seq: index + 1 }) as TraceEntry);
  return tellRun(subject(of), trace, runInput().calendar, locale).map(({ text }) => text);
}

const fact: Fact = { name: 'logins', type: 'number', value: 150, asOf: START };
const by = { by: 'anna', reason: 'holidays' };
const key = 'call#1';

describe('a run in words', () => {
  test.each<[Bare, string, string]>([
    [{ type: 'run_started', arm: 'treatment' }, 'the run begins', '执行开始'],
    [
      { type: 'run_started', arm: 'holdout' },
      'the run begins in the control group: nobody is touched',
      '执行开始（对照组，不触达任何人）',
    ],
    [
      { type: 'step_settled', step: 'hello', key: 'hello#1', status: 'done', outcome: 'sent', by: 'sopwith' },
      'hello: an e-mail hello to the champion: sent',
      'hello：给关键联系人发邮件 hello：sent',
    ],
    [
      { type: 'task_opened', step: 'call', key, due: START, expires: START + 14 * DAY },
      'call: a task for the CSM: "Do call", due within 2 working days; open until 2026-01-19 08:00',
      'call：给 CSM 的任务：“Do call”，限 2 个工作日内完成；2026-01-19 08:00 前有效',
    ],
    [
      { type: 'task_escalated', step: 'call', key, to: 'account.manager' },
      "call: still open, so the CSM's manager gets it as well",
      'call：仍未完成，同时升级给 CSM 主管',
    ],
    [
      { type: 'step_settled', step: 'call', key, status: 'done', outcome: 'reached', by: 'anna' },
      'call: closed by anna: reached',
      'call：完成（anna）：reached',
    ],
    [
      { type: 'step_settled', step: 'call', key, status: 'expired', outcome: 'expired' },
      'call: nobody closed it in time',
      'call：逾期无人完成',
    ],
    [
      { type: 'step_settled', step: 'call', key, status: 'skipped', outcome: null, reason: 'when_unknown' },
      'call: left out, its condition cannot be answered',
      'call：跳过：条件无法判断',
    ],
    [
      { type: 'step_settled', step: 'call', key, status: 'skipped', outcome: null, ...by },
      'call: left out by anna: holidays',
      'call：跳过（anna）：holidays',
    ],
    [
      { type: 'step_settled', step: 'call', key, status: 'failed', outcome: null, reason: 'no_csm' },
      'call: could not be carried out: no_csm',
      'call：无法执行：no_csm',
    ],
    [
      { type: 'step_settled', step: 'call', key, status: 'cancelled', outcome: null, reason: 'exit:x' },
      'call: cut short (exit:x)',
      'call：中止（exit:x）',
    ],
    [
      { type: 'branch_taken', step: 'fork', arm: 0, because: '' },
      'fork: case 1, call.outcome is "reached"',
      'fork：走第 1 个分支：call.outcome is "reached"',
    ],
    [
      { type: 'branch_taken', step: 'fork', arm: 'otherwise', because: 'x is unknown' },
      'fork: otherwise, because x is unknown',
      'fork：走 otherwise，因为 x is unknown',
    ],
    [
      { type: 'asked', step: 'usage', condition: 'logins >= 100', value: true, facts: [fact] },
      'usage: logins was 150 as of 2026-01-05; needed at least 100: true',
      'usage：logins 为 150（截至 2026-01-05）；要求至少 100：成立',
    ],
    [
      { type: 'exit_taken', exit: 'too_long', as: 'expired', facts: [] },
      'the run leaves by too_long (expired)',
      '经 too_long 退出（超时）',
    ],
    [
      { type: 'question_opened', step: 'verify.value', key: 'verify.value#1', expires: START + DAY },
      'value: ask the CSM: "Better?"; open until 2026-01-06 08:00',
      'value：询问 CSM：“更好？”；2026-01-06 08:00 前有效',
    ],
    [
      { type: 'subjective_verified', question: 'value', answer: 'agree', good: true, by: 'anna' },
      'value: answered agree by anna (a good answer)',
      'value：回答 agree（anna）（好的回答）',
    ],
    [{ type: 'subjective_verified', question: 'value', answer: null, good: null }, 'value: nobody answered', 'value：无人回答'],
    [
      { type: 'step_retried', step: 'hello', key: 'hello#1', attempt: 2, by: 'sopwith', reason: 'away', due: START + DAY },
      'hello: try 2 at 2026-01-06 08:00, because of away',
      'hello：2026-01-06 08:00 第 2 次尝试，原因：away',
    ],
    [
      { type: 'fallback_opened', step: 'hello', key: 'hello#1', reason: 'away' },
      'hello: the CSM gets a task about it',
      'hello：为 CSM 开一个任务处理',
    ],
    [
      { type: 'skip_planned', step: 'usage', ...by },
      'usage will be left out (anna: holidays)',
      'usage 将被跳过（anna：holidays）',
    ],
    [
      { type: 'run_paused', ...by, resumeAt: START + DAY, bound: START + 180 * DAY },
      'the run is paused until 2026-01-06 08:00 (anna: holidays)',
      '暂停执行，至 2026-01-06 08:00（anna：holidays）',
    ],
    [
      { type: 'run_paused', ...by, resumeAt: null, bound: START + DAY },
      'the run is paused, cancelled at 2026-01-06 08:00 unless resumed (anna: holidays)',
      '暂停执行，2026-01-06 08:00 前未恢复则取消（anna：holidays）',
    ],
    [{ type: 'run_resumed', ...by }, 'the run goes on (anna: holidays)', '恢复执行（anna：holidays）'],
    [{ type: 'run_cancelled', ...by }, 'the run is cancelled (anna: holidays)', '取消执行（anna：holidays）'],
    [
      { type: 'run_handed_over', to: 'boris', ...by },
      'the run is handed to boris (anna: holidays)',
      '执行移交给 boris（anna：holidays）',
    ],
    [
      { type: 'run_migrated', from: 1, to: 2, ...by, moves: [{ subject: 'settle', does: 'advances' }] },
      'from version 1 to 2: settle is due at once (anna: holidays)',
      '从版本 1 迁移到 2：settle 立即到期（anna：holidays）',
    ],
    [{ type: 'event_held', event: 'exit_met x' }, 'kept for when the run goes on: exit_met x', '恢复后再处理：exit_met x'],
    [
      { type: 'event_ignored', event: 'exit_met x', reason: 'late' },
      'no effect: exit_met x (late)',
      '无效果：exit_met x（late）',
    ],
    [{ type: 'run_finished', result: 'cancelled' }, 'the run ends: cancelled', '执行结束：已取消'],
  ])('%j', (entry, en, chinese) => {
    expect([told([entry])[0], told([entry], 'zh')[0]]).toEqual([en, chinese]);
  });

  test('timers, and a beginning that the next line tells again, are left out', () => {
    expect(
      told([
        { type: 'timer_set', timer: 'exit:too_long', due: START },
        { type: 'timer_fired', timer: 'x' },
        { type: 'timer_cancelled', timer: 'x' },
        { type: 'step_started', step: 'hello', key: 'hello#1', verb: 'email', due: START },
        { type: 'step_settled', step: 'hello', key: 'hello#1', status: 'done', outcome: 'sent' },
        { type: 'step_settled', step: 'fork', key: 'fork#1', status: 'done', outcome: null },
        { type: 'step_settled', step: 'verify.value', key: 'verify.value#1', status: 'done', outcome: 'agree' },
      ]),
    ).toEqual(['hello: an e-mail hello to the champion: sent']);
  });

  test('a message that its channel carries out later is told twice', () => {
    expect(
      told([
        { type: 'step_started', step: 'hello', key: 'hello#1', verb: 'email', due: START },
        { type: 'step_settled', step: 'hello', key: 'hello#1', status: 'done', outcome: 'sent', at: START + DAY },
      ]),
    ).toEqual(['hello: an e-mail hello to the champion', 'hello: an e-mail hello to the champion: sent']);
  });

  test('a step that the plan does not know is told by its id', () => {
    expect(told([{ type: 'step_settled', step: 'gone', key: 'gone#1', status: 'done', outcome: 'sent' }])).toEqual([
      'gone: sent',
    ]);
    expect(told([{ type: 'asked', step: 'gone', condition: 'a < 1', value: null, facts: [] }])).toEqual(['gone: a < 1: unknown']);
  });

  test('days are counted on the wall clock of the account', () => {
    const late = { ...UTC_CALENDAR, zone: 'Asia/Shanghai', offsets: [{ from: 0, minutes: 480 }] };
    const at = Date.parse('2026-01-05T15:00:00Z');
    const trace: TraceEntry[] = [
      { seq: 1, at, type: 'run_started', arm: 'treatment' },
      { seq: 2, at: at + 2 * 3_600_000, type: 'run_finished', result: 'completed' },
    ];
    expect(tellRun(subject(book), trace, late).map(({ day, time }) => [day, time])).toEqual([
      [0, '2026-01-05 23:00'],
      [1, '2026-01-06 01:00'],
    ]);
  });
});
