import type { Database } from '../../../prisma/database.js';

const at = (text: string): Date => new Date(text);
const fact = (name: string, value: unknown, type = 'number'): object => ({
  name,
  type,
  value,
  asOf: Date.parse('2026-03-02T00:00:00Z'),
});

export const RUN_ID = 'pb:usage-drop-rescue:acme:check#1';
export const CONTACT = 'acme-ada';

/** What a small book looks like on 2026-03-10: three accounts, one playbook with a run half-way, a finished one and a skip. */
export async function seedBook(db: Database): Promise<{ taskId: string; inAppId: string }> {
  const { client } = db;
  await client.member.createMany({
    data: [
      { id: 'boss', name: 'Mia Boss' },
      { id: 'csm-1', name: 'Cleo Sm', email: 'cleo@example.com', managerId: 'boss' },
      { id: 'csm-2', name: 'Dan Sm' },
    ],
  });
  await client.account.createMany({
    data: [
      {
        id: 'acme',
        name: 'Acme',
        csmId: 'csm-1',
        segment: 'enterprise',
        timezone: 'Europe/Berlin',
        attributes: { region: 'north' },
      },
      { id: 'beta', name: 'Beta', csmId: 'csm-2', segment: 'smb' },
      { id: 'gamma', name: 'Gamma', segment: 'smb', muted: true },
    ],
  });
  await client.contact.createMany({
    data: [
      { id: CONTACT, accountId: 'acme', name: 'Ada', email: 'ada@acme.example', role: 'champion' },
      { id: 'beta-bob', accountId: 'beta', name: 'Bob', role: 'end_user' },
    ],
  });
  await client.subscription.createMany({
    data: [
      { accountId: 'acme', product: 'suite', startDate: at('2025-01-01'), endDate: at('2026-01-01'), seats: 100 },
      { accountId: 'acme', product: 'suite', startDate: at('2026-01-01'), endDate: at('2027-01-01'), seats: 200 },
      { accountId: 'beta', product: 'suite', startDate: at('2026-06-01'), endDate: at('2027-06-01'), seats: 10 },
    ],
  });
  await client.metricPoint.createMany({
    data: [
      { accountId: 'acme', metric: 'logins', periodStart: at('2026-02-16'), periodEnd: at('2026-02-23'), value: 400 },
      { accountId: 'acme', metric: 'logins', periodStart: at('2026-02-23'), periodEnd: at('2026-03-02'), value: 150 },
      { accountId: 'acme', metric: 'nps', periodStart: at('2026-02-01'), periodEnd: at('2026-03-01'), value: null },
    ],
  });
  const dimension = (points: number): object[] => [{ id: 'usage', weight: 1, points, fact: fact('logins', 150) }];
  await client.healthSnapshot.createMany({
    data: [
      {
        accountId: 'acme',
        at: at('2026-03-01T06:00:00Z'),
        definition: 'default',
        segment: 'enterprise',
        score: 80,
        band: 'green',
        dimensions: dimension(80),
      },
      {
        accountId: 'acme',
        at: at('2026-03-02T06:00:00Z'),
        definition: 'default',
        segment: 'enterprise',
        score: 41.5,
        band: 'red',
        dimensions: dimension(41.5),
      },
      {
        accountId: 'acme',
        at: at('2026-03-03T06:00:00Z'),
        definition: 'default',
        segment: 'enterprise',
        score: 40,
        band: 'red',
        dimensions: dimension(40),
      },
      {
        accountId: 'beta',
        at: at('2026-03-02T06:00:00Z'),
        definition: 'default',
        segment: 'smb',
        score: 76,
        band: 'green',
        dimensions: dimension(76),
      },
    ],
  });
  await client.playbookVersion.create({
    data: {
      playbook: 'usage-drop-rescue',
      version: 1,
      contentHash: 'f'.repeat(64),
      plan: {
        playbook: 'usage-drop-rescue',
        version: 1,
        title: { en: 'Usage drop rescue' },
        goal: 'Win usage back',
        owner: 'cs-ops',
        start: { kind: 'becomes_true' },
      },
      templates: {},
      source: 'playbook: usage-drop-rescue\n',
      publishedAt: at('2026-01-05T00:00:00Z'),
    },
  });
  await seedRuns(db);
  const task = await client.task.create({
    data: {
      dedupeKey: `${RUN_ID}:call#2`,
      runId: RUN_ID,
      stepKey: 'call#2',
      step: 'call',
      accountId: 'acme',
      assigneeId: 'csm-1',
      title: 'Call the owner of Acme',
      checklist: ['ask why'],
      outcomes: ['reached', 'no_answer'],
      noteAtLeast: 10,
      openedAt: at('2026-03-02T09:00:00Z'),
      dueAt: at('2026-03-04T09:00:00Z'),
      expiresAt: at('2026-03-20T09:00:00Z'),
    },
  });
  const message = {
    runId: RUN_ID,
    accountId: 'acme',
    contactId: CONTACT,
    template: 'hello',
    locale: 'en',
    body: 'Hello',
    createdAt: at('2026-03-02T07:00:00Z'),
  };
  await client.message.create({
    data: {
      ...message,
      dedupeKey: `${RUN_ID}:hello#1:${CONTACT}`,
      channel: 'email',
      stepKey: 'hello#1',
      step: 'hello',
      address: 'ada@acme.example',
      subject: 'We noticed',
      status: 'sent',
      sentAt: at('2026-03-02T07:00:01Z'),
      messageId: '<x@sopwith>',
    },
  });
  const inApp = await client.message.create({
    data: {
      ...message,
      dedupeKey: `${RUN_ID}:note#3:${CONTACT}`,
      channel: 'in_app',
      stepKey: 'note#3',
      step: 'note',
      subject: 'A tip',
      status: 'posted',
      createdAt: at('2026-03-03T07:00:00Z'),
      expiresAt: at('2026-04-01T00:00:00Z'),
    },
  });
  await client.message.create({
    data: {
      ...message,
      dedupeKey: `${RUN_ID}:old#0:${CONTACT}`,
      channel: 'in_app',
      stepKey: 'old#0',
      step: 'old',
      subject: 'Gone',
      status: 'posted',
      expiresAt: at('2026-03-03T00:00:00Z'),
    },
  });
  return { taskId: task.id, inAppId: inApp.id };
}

async function seedRuns({ client }: Database): Promise<void> {
  const enroll = async (accountId: string, decision: 'enroll' | 'skip', key: string): Promise<string> => {
    const episode = await client.episode.create({
      data: {
        playbook: 'usage-drop-rescue',
        accountId,
        key,
        openedAt: at('2026-03-02T07:00:00Z'),
        facts: [fact('wow_drop(logins)', 0.625, 'percent')],
      },
    });
    const enrollment = await client.enrollment.create({
      data: {
        episodeId: episode.id,
        playbook: 'usage-drop-rescue',
        version: 1,
        accountId,
        decision,
        arm: decision === 'enroll' ? 'treatment' : null,
        reason: decision === 'skip' ? 'suppressed' : null,
        detail: decision === 'skip' ? 'account.muted' : null,
        evaluations: [{ text: 'account.status is active', value: true, facts: [fact('account.status', 'active', 'text')] }],
        decidedAt: at('2026-03-02T07:00:00Z'),
      },
    });
    return enrollment.id;
  };
  const run = { playbook: 'usage-drop-rescue', version: 1, arm: 'treatment', startedAt: at('2026-03-02T07:00:00Z') };
  await client.run.create({
    data: {
      ...run,
      id: RUN_ID,
      enrollmentId: await enroll('acme', 'enroll', 'check#1'),
      accountId: 'acme',
      csmId: 'csm-1',
      status: 'running',
    },
  });
  await client.run.create({
    data: {
      ...run,
      id: 'pb:usage-drop-rescue:beta:check#1',
      enrollmentId: await enroll('beta', 'enroll', 'check#1'),
      accountId: 'beta',
      csmId: 'csm-2',
      status: 'finished',
      result: 'success',
      exitId: 'recovered',
      finishedAt: at('2026-03-05T07:00:00Z'),
    },
  });
  await enroll('gamma', 'skip', 'check#1');
  await client.stepRecord.createMany({
    data: [
      {
        runId: RUN_ID,
        key: 'hello#1',
        step: 'hello',
        verb: 'email',
        dueAt: at('2026-03-02T07:00:00Z'),
        startedAt: at('2026-03-02T07:00:00Z'),
        doneAt: at('2026-03-02T07:00:01Z'),
        status: 'done',
        outcome: 'sent',
        by: 'sopwith',
        detail: { recipients: 1 },
      },
      {
        runId: RUN_ID,
        key: 'call#2',
        step: 'call',
        verb: 'task',
        dueAt: at('2026-03-04T09:00:00Z'),
        startedAt: at('2026-03-02T09:00:00Z'),
      },
    ],
  });
  const started = Date.parse('2026-03-02T07:00:00Z');
  await client.traceEntry.createMany({
    data: [
      {
        runId: RUN_ID,
        seq: 1,
        at: at('2026-03-02T07:00:00Z'),
        type: 'run_started',
        entry: { seq: 1, at: started, type: 'run_started', arm: 'treatment' },
      },
      {
        runId: RUN_ID,
        seq: 2,
        at: at('2026-03-02T07:00:00Z'),
        type: 'step_started',
        step: 'hello',
        entry: { seq: 2, at: started, type: 'step_started', step: 'hello', key: 'hello#1', verb: 'email', due: started },
      },
      {
        runId: RUN_ID,
        seq: 3,
        at: at('2026-03-02T07:00:00Z'),
        type: 'asked',
        step: 'fork',
        entry: {
          seq: 3,
          at: started,
          type: 'asked',
          step: 'fork',
          condition: 'days_until(contract.end) < 90d',
          value: false,
          facts: [fact('contract.end', Date.parse('2027-01-01T00:00:00Z'), 'date')],
        },
      },
    ],
  });
  await client.checkRecord.create({
    data: {
      runId: RUN_ID,
      seq: 3,
      kind: 'step',
      subject: 'fork',
      at: at('2026-03-02T07:00:00Z'),
      condition: 'days_until(contract.end) < 90d',
      value: false,
      facts: [fact('contract.end', Date.parse('2027-01-01T00:00:00Z'), 'date')],
    },
  });
}
