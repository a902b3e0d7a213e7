import { randomUUID } from 'node:crypto';
import type { Database } from '../../prisma/database.js';
import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { Plan, PlanTemplates } from '../../workflows/model/plan.js';
import type { BusinessClock } from '../../workflows/model/time.js';

/** The clock of tests that need no scaling: business time is machine time. */
export const REAL_CLOCK: BusinessClock = { origin: 0, startedAt: 0, rate: 1 };

export const EMPTY_CATALOGUE: Catalogue = { contentHash: 'empty', metrics: {}, healths: [], segments: [] };

/** A CSM with a manager, and an account with a champion and two users. */
export async function insertAccount(
  db: Database,
  id = 'acme',
  change: { readonly csm?: string | null; readonly championEmail?: string | null; readonly locale?: string } = {},
): Promise<void> {
  const csm = change.csm === undefined ? 'csm-anna' : change.csm;
  await db.client.member.createMany({
    data: [
      { id: 'mgr-maria', name: 'Maria', email: 'maria@vendor.example' },
      { id: 'csm-anna', name: 'Anna', email: 'anna@vendor.example', managerId: 'mgr-maria' },
    ],
    skipDuplicates: true,
  });
  await db.client.account.create({ data: { id, name: `The ${id}`, csmId: csm, locale: change.locale ?? 'en' } });
  const champion = change.championEmail === undefined ? `champion@${id}.example` : change.championEmail;
  await db.client.contact.createMany({
    data: [
      { id: `${id}-champion`, accountId: id, name: 'Chris', email: champion, role: 'champion' },
      { id: `${id}-user-1`, accountId: id, name: 'Uma', email: `uma@${id}.example`, role: 'end_user' },
      { id: `${id}-user-2`, accountId: id, name: 'Udo', email: null, role: 'end_user', locale: 'zh' },
    ],
  });
}

/** Publishes a plan as it is, without compiling anything. */
export async function publishPlan(db: Database, plan: Plan, templates: PlanTemplates): Promise<void> {
  await db.client.playbookVersion.create({
    data: {
      playbook: plan.playbook,
      version: plan.version,
      contentHash: plan.contentHash,
      plan: plan as never,
      templates: templates as never,
      source: '',
      publishedAt: new Date(0),
    },
  });
}

/** A run with its episode and enrollment, as a sweep would have written it; `queued` also orders its start. */
export async function insertRun(
  db: Database,
  run: {
    readonly id: string;
    readonly playbook: string;
    readonly account: string;
    readonly startedAt: number;
    readonly queued?: boolean;
    readonly arm?: 'treatment' | 'holdout';
  },
): Promise<void> {
  const startedAt = new Date(run.startedAt);
  const episode = await db.client.episode.create({
    data: { playbook: run.playbook, accountId: run.account, key: run.id, openedAt: startedAt, closedAt: startedAt, facts: [] },
  });
  const enrollment = await db.client.enrollment.create({
    data: {
      id: randomUUID(),
      episodeId: episode.id,
      playbook: run.playbook,
      version: 1,
      accountId: run.account,
      decision: 'enroll',
      arm: run.arm ?? 'treatment',
      evaluations: [],
      decidedAt: startedAt,
    },
  });
  await db.client.run.create({
    data: {
      id: run.id,
      enrollmentId: enrollment.id,
      playbook: run.playbook,
      version: 1,
      accountId: run.account,
      arm: run.arm ?? 'treatment',
      startedAt,
    },
  });
  if (run.queued) await db.client.outbox.create({ data: { kind: 'start_run', payload: { runId: run.id } } });
}

/** A template in both languages whose texts name the step and the reader. */
export function templatesFor(...names: readonly string[]): PlanTemplates {
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        en: {
          subject: `${name} for {{ account.name }}`,
          text: `Hello {{ contact.name }}`,
          html: '<p>Hello {{ contact.name }}</p>',
        },
        zh: { subject: `${name}：{{ account.name }}`, text: `{{ contact.name }}，您好`, html: null },
      },
    ]),
  );
}

/** Waits until something is true, or fails with what it waited for. */
export async function eventually(what: string, holds: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not within ${withinMs / 1_000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
