import { openTasks } from '../../../prisma/read-models/open-tasks.js';
import type { OpenTask } from '../../../prisma/read-models/open-tasks.js';
import type { Database } from '../../../prisma/database.js';
import { markInApp, openInApp } from '../../../prisma/stores/in-app-store.js';
import { closeTask } from '../../../prisma/stores/task-store.js';
import { catalogueInForce } from '../../../prisma/read-models/catalogue-in-force.js';
import { zoneCalendarFor } from '../../../workflows/evaluate/zone-calendar-for.js';
import { UTC_CALENDAR } from '../../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { LineLogger } from '../logging/line-logger.js';
import type { Autopilot } from '../../../workflows/simulate/behaviour/autopilot.js';
import { planClose, planSeen } from '../../../workflows/simulate/behaviour/plan-behaviour.js';
import type { PlannedClose } from '../../../workflows/simulate/behaviour/plan-behaviour.js';

const YEAR_MS = 366 * 86_400_000;

/** Plays the people of a replay: closes tasks and looks at messages at the instants their behaviour says. */
export class AutopilotPilot {
  /** Plans never change, so a task is planned once; an escalation adds an owner and with it a new plan. */
  private readonly plans = new Map<string, PlannedClose | null>();
  private readonly calendars = new Map<string, ZoneCalendar>();
  /** Days off of the book; undefined = not read yet. */
  private daysOff: { readonly calendars: Catalogue['calendars'] } | undefined;
  private readonly refused = new Set<string>();

  constructor(
    private readonly db: Database,
    private readonly autopilot: Autopilot,
    private readonly log: LineLogger,
  ) {}

  /** Does everything that is due by a business instant, in the order of its instants. @returns how many deeds. */
  async tick(now: Instant): Promise<number> {
    this.daysOff ??= { calendars: (await catalogueInForce(this.db))?.calendars };
    return (await this.closeTasks(now)) + (await this.lookAtMessages(now));
  }

  private async closeTasks(now: Instant): Promise<number> {
    const due = (await openTasks(this.db))
      .flatMap((task) => {
        const plan = this.refused.has(task.id) ? null : this.planOf(task);
        return plan && plan.at <= now ? [{ task, plan }] : [];
      })
      .sort((a, b) => a.plan.at - b.plan.at);
    for (const { task, plan } of due) await this.close(task, plan);
    return due.length;
  }

  private async close(task: OpenTask, plan: PlannedClose): Promise<void> {
    const { outcome, note, at } = plan;
    const result = await closeTask(this.db, { taskId: task.id, outcome, note, at, by: `autopilot:${plan.by}`, simulated: true });
    if (result.status === 'note_too_short') {
      // A person whose note is too short does not get it closed; say so once, for whoever wrote the file.
      this.refused.add(task.id);
      const said = `the note of ${plan.by} has ${result.has} characters, the task needs ${result.needs}: it stays open`;
      this.log.warn(said, { task: task.id }, 'autopilot');
    }
    this.plans.delete(planKey(task));
  }

  private planOf(task: OpenTask): PlannedClose | null {
    const key = planKey(task);
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const owners = [
      ...(task.assigneeId === null ? [] : [{ member: task.assigneeId, since: task.openedAt }]),
      ...(task.escalatedTo === null ? [] : [{ member: task.escalatedTo, since: task.escalatedAt ?? task.openedAt }]),
    ];
    const plan = planClose(this.autopilot, { ...task, owners }, this.calendarOf(task.timezone, task.openedAt));
    this.plans.set(key, plan);
    return plan;
  }

  private async lookAtMessages(now: Instant): Promise<number> {
    if (!this.autopilot.inApp) return 0;
    let deeds = 0;
    for (const message of await openInApp(this.db, now)) {
      const plan = planSeen(this.autopilot, message, UTC_CALENDAR);
      if (!plan || plan.seenAt > now) continue;
      const dismiss = plan.dismissedAt !== null && plan.dismissedAt <= now;
      if (message.status === 'seen' && !dismiss) continue;
      deeds += 1;
      if (message.status === 'posted') await markInApp(this.db, { id: message.id, as: 'seen', at: plan.seenAt, simulated: true });
      if (dismiss) await markInApp(this.db, { id: message.id, as: 'dismissed', at: plan.dismissedAt ?? now, simulated: true });
    }
    return deeds;
  }

  private calendarOf(zone: string, around: Instant): ZoneCalendar {
    const key = `${zone}:${new Date(around).getUTCFullYear()}`;
    let calendar = this.calendars.get(key);
    if (!calendar) {
      calendar = zoneCalendarFor(this.daysOff?.calendars, zone, around - YEAR_MS, around + 2 * YEAR_MS);
      this.calendars.set(key, calendar);
    }
    return calendar;
  }
}

function planKey(task: OpenTask): string {
  return `${task.id}:${task.escalatedTo ?? ''}`;
}
