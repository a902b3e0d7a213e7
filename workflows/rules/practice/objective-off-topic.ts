import { namesOf } from '../../condition/walk-condition.js';
import type { Condition } from '../../model/condition.js';
import { metricsOf, triggerConditions } from '../conditions-of.js';
import type { Rule, RuleContext } from '../rule.js';

/** The metrics a condition is about, with what they are computed from: a rate is about its two numbers as well. */
function topicsOf(condition: Condition, context: RuleContext): readonly string[] {
  return metricsOf(condition, context).flatMap((id) => {
    const source = context.names.metrics?.[id]?.source;
    if (!source) return [id];
    if (source.kind === 'ratio') return [id, source.of, source.to, ...eventsOf(source.of, context)];
    return [id, ...eventsOf(id, context)];
  });
}

function eventsOf(id: string, { names }: RuleContext): readonly string[] {
  const source = names.metrics?.[id]?.source;
  if (!source) return [];
  if (source.kind === 'open_contacts' || source.kind === 'seats') return ['seats'];
  return 'event' in source ? [source.event] : [];
}

/** Judged by something that has nothing to do with why it started, a playbook proves nothing. */
export const objectiveOffTopic: Rule = {
  code: 'objective-off-topic',
  family: 'practice',
  severity: 'warning',
  says: 'Objectives that have nothing to do with what made the playbook start.',
  saysZh: '目标与触发剧本的问题毫无关系。',
  why: 'The logins collapsed and the satisfaction is judged: whatever the answer is, nobody knows whether the logins came back.',
  wrong: `start:
  check: daily at 08:00
  all: [wow_drop(logins) >= 50%]
exit:
  - { id: too_long, after: 60d, as: expired }
verify:
  after: 30d
  objective:
    - { id: seats_open, expect: activation_rate >= 70%, primary: true }`,
  right: `start:
  check: daily at 08:00
  all: [wow_drop(logins) >= 50%]
exit:
  - { id: too_long, after: 60d, as: expired }
verify:
  after: 30d
  objective:
    - { id: logins_up, expect: change_since_start(logins) >= 20%, primary: true }`,
  check: (context) => {
    const { verify } = context.playbook;
    const start = triggerConditions(context.playbook).map(({ condition }) => condition);
    const judged = [
      ...(verify?.objective.map(({ expect }) => expect.condition) ?? []),
      ...context.playbook.exits.flatMap(({ as, when }) => (as === 'success' && when ? [when.condition] : [])),
    ];
    // Scores, stages and contracts are about everything: only plain metrics can be clearly apart.
    const [plain] = [[...start, ...judged].flatMap(namesOf).every((name) => Object.hasOwn(context.names.metrics ?? {}, name))];
    const primary = verify?.objective.find((one) => one.primary);
    if (!verify || !plain || !primary || (verify.subjective ?? []).length > 0) return [];
    const [why, what] = [start, judged].map((of) => of.flatMap((condition) => topicsOf(condition, context)));
    if (!why?.length || !what?.length || what.some((topic) => why.includes(topic))) return [];
    const metrics = [...new Set(start.flatMap((condition) => metricsOf(condition, context)))];
    return [
      {
        span: primary.expect.span,
        message: `the playbook starts because of ${metrics.join(' and ')}, but no objective asks about it`,
        suggestion: `add an objective about ${metrics[0] ?? 'it'}`,
      },
    ];
  },
};
