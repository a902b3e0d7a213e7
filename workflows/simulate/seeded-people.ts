import type { ZoneCalendar } from '../model/calendar.js';
import type { Plan } from '../model/plan.js';
import type { RunInput } from '../model/run.js';
import { questionOf, stepOf } from '../run/step-of.js';
import type { Autopilot } from './behaviour/autopilot.js';
import { planAnswer, planClose } from './behaviour/plan-behaviour.js';
import type { Scenario, ScenarioMoment } from './scenario.js';

const BY = 'autopilot';

/** What people who behave as a seed says do about one run: they close its tasks and answer its questions, or do not. */
export function seededPeople(
  plan: Plan,
  { runId, calendar }: Pick<RunInput, 'runId'> & { readonly calendar: ZoneCalendar },
  people: Autopilot,
): NonNullable<Scenario['react']> {
  return (command): readonly ScenarioMoment[] => {
    if (command.type !== 'record') return [];
    const { entry } = command;
    if (entry.type !== 'task_opened' && entry.type !== 'question_opened') return [];
    const { key, at, expires: expiresAt } = entry;
    const step = stepOf(plan, entry.step);
    const dedupeKey = `${runId}:${key}`;
    if (step?.verb === 'task') {
      const owners = [{ member: step.assign, since: at }];
      const planned = planClose(people, { dedupeKey, outcomes: step.outcomes, expiresAt, owners }, calendar);
      return planned ? [{ at: planned.at, type: 'close', step: step.id, outcome: planned.outcome, by: BY }] : [];
    }
    if (step?.verb !== 'ask') return [];
    const planned = planAnswer(people, { dedupeKey, answers: step.answers, askedAt: at, expiresAt }, calendar);
    const id = questionOf(step.id) ?? step.id;
    return planned ? [{ at: planned.at, type: 'answer', step: id, answer: planned.answer, by: BY }] : [];
  };
}

/** A scenario in which these people close tasks and answer questions, instead of those of its timeline. */
export function withPeople(plan: Plan, scenario: Scenario, people: Autopilot): Scenario {
  const timeline = scenario.timeline.filter(({ type }) => type !== 'close' && type !== 'answer');
  return { ...scenario, timeline, react: seededPeople(plan, scenario.run, people) };
}
