import type { NamedCondition } from '../../workflows/model/condition.js';
import type { Plan, PlanStep } from '../../workflows/model/plan.js';
import type { Duration, DurationUnit } from '../../workflows/model/time.js';
import { condition } from './condition-builder.js';

const named = (text: string): NamedCondition => ({ text, condition: condition(text) });
const span = (amount: number, unit: DurationUnit): Duration => ({ amount, unit });

const STEPS: readonly PlanStep[] = [
  {
    id: 'together',
    next: 'fork',
    verb: 'parallel',
    lanes: [
      { id: 'users', first: 'nudge' },
      { id: 'owner', first: 'call' },
      { id: 'idle', first: null },
    ],
  },
  { id: 'nudge', next: null, verb: 'in_app', template: 'tip', to: 'inactive_users', expires: span(7, 'd') },
  {
    id: 'call',
    next: 'ask_plan',
    verb: 'task',
    title: { en: 'Call {{ account.name }}', zh: '致电 {{ account.name }}' },
    assign: 'account.csm',
    elseAssign: 'account.manager',
    takes: span(30, 'min'),
    due: span(2, 'bd'),
    expires: span(7, 'bd'),
    checklist: ['Ask what changed'],
    noteAtLeast: 40,
    outcomes: ['reached', 'no_answer'],
    escalate: { after: span(3, 'bd'), to: 'account.manager' },
    ifItFails: 'continue',
  },
  {
    id: 'ask_plan',
    next: null,
    verb: 'ask',
    to: 'account.champion',
    elseAsk: 'account.csm',
    by: 'in_app',
    question: { en: 'Do you agree with the plan?', zh: '您同意这个方案吗？' },
    answers: ['agree', 'unsure'],
    expires: span(14, 'd'),
  },
  {
    id: 'fork',
    next: 'quiet',
    verb: 'branch',
    arms: [
      { when: named('call_owner.outcome is "reached"'), first: 'mail' },
      { when: named('health.score < 40 for 2 weeks'), first: 'quiet' },
    ],
    otherwise: 'mail_manager',
  },
  {
    id: 'mail',
    next: 'quiet',
    verb: 'email',
    template: 'plan',
    to: 'account.champion',
    cc: 'account.csm',
    when: named('not account.muted'),
    retry: { times: 5, every: span(1, 'h') },
    ifItFails: 'stop',
  },
  { id: 'mail_manager', next: 'quiet', verb: 'email', template: 'plan', to: 'account.manager', cc: null },
  { id: 'quiet', next: 'before_end', verb: 'wait', duration: span(7, 'd') },
  {
    id: 'before_end',
    next: 'monday',
    verb: 'wait',
    duration: span(120, 'd'),
    until: { kind: 'date', offset: span(30, 'd'), direction: 'before', anchor: 'contract.end' },
  },
  {
    id: 'monday',
    next: 'training',
    verb: 'wait',
    duration: span(365, 'd'),
    until: { kind: 'weekday', weekday: 1, at: { hour: 9, minute: 30 } },
  },
  { id: 'training', next: 'seats', verb: 'wait_for', event: 'login', condition: null, atMost: span(14, 'd') },
  { id: 'seats', next: 'tell_crm', verb: 'wait_for', event: null, condition: named('visits >= 10'), atMost: span(3, 'w') },
  { id: 'tell_crm', next: 'tell_team', verb: 'webhook', endpoint: 'crm_sync', send: ['account.id', 'health.score'] },
  {
    id: 'tell_team',
    next: 'mark',
    verb: 'chat',
    channel: 'cs_team',
    message: { en: '{{ account.name }} is being rescued', zh: '{{ account.name }} 挽回中' },
  },
  { id: 'mark', next: 'usage', verb: 'set', attribute: 'rescue_state', to: 'called' },
  {
    id: 'usage',
    next: null,
    verb: 'check',
    expect: named('change_since_start(logins) >= 20%'),
    every: span(7, 'd'),
    upTo: span(21, 'd'),
  },
];

/** A plan with every verb and modifier, for whoever must cope with all of the language. It is never run. */
export const EVERY_VERB_PLAN: Plan = {
  format: 1,
  playbook: 'everything',
  version: 3,
  contentHash: '',
  title: { en: 'Everything at once', zh: '面面俱到' },
  goal: 'Show every verb',
  owner: 'cs-ops@acme.example',
  timezone: 'Europe/Berlin',
  whenPaused: 'extend',
  start: {
    kind: 'becomes_true',
    cadence: { every: 'month', weekday: null, day: 3, at: { hour: 7, minute: 15 } },
    when: named('wow_drop(logins) >= 50% for 2 weeks and health.score < 60'),
  },
  enroll: {
    only: [named('account.segment in ["smb", "mid"]')],
    never: [named('account.muted'), named('open_tickets(priority: "p1") > 0')],
    againAfter: span(90, 'd'),
    atMost: { count: 40, per: 'week' },
    holdout: 0.1,
    priority: 70,
  },
  first: 'together',
  steps: Object.fromEntries(STEPS.map((step) => [step.id, step])),
  order: STEPS.map(({ id }) => id),
  exits: [
    { id: 'recovered', as: 'success', when: named('health.score >= 75 for 2 weeks'), after: null },
    { id: 'gone', as: 'lost', when: null, after: null, event: 'champion_left' },
    { id: 'too_long', as: 'expired', when: null, after: span(60, 'd') },
  ],
  verify: {
    after: span(30, 'd'),
    objective: [
      { id: 'logins_up', expect: named('change_since_start(logins) >= 20%'), primary: true },
      { id: 'health_up', expect: named('health.score >= 70'), primary: false },
    ],
    subjective: [
      {
        id: 'sees_value',
        ask: 'account.decision_maker',
        elseAsk: 'account.csm',
        question: { en: 'Do you see value?', zh: '您认可产品价值吗？' },
        answers: ['agree', 'disagree'],
        good: ['agree'],
        expires: span(10, 'd'),
      },
    ],
  },
};
