import { approximateLength, printDuration } from '../approximate-length.js';
import { pathsOf } from '../paths.js';
import type { Rule } from '../rule.js';

/** A hint should be gone when the next one comes. */
export const inAppOverlaps: Rule = {
  code: 'in-app-overlaps',
  family: 'practice',
  severity: 'warning',
  says: 'An in-app message that is still shown when the next one to the same people appears.',
  saysZh: '上一条应用内消息还没过期，下一条又发给了同一批人。',
  why: 'Two banners at once are closed without being read, and nobody can say which of them worked.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: tip, in_app: { template: hello, to: active_users, expires: 14d } }
  - { id: pause, wait: 7d }
  - { id: next_tip, in_app: { template: hello, to: active_users, expires: 7d } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: tip, in_app: { template: hello, to: active_users, expires: 7d } }
  - { id: pause, wait: 7d }
  - { id: next_tip, in_app: { template: hello, to: active_users, expires: 7d } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook }) => {
    for (const path of pathsOf(playbook) ?? []) {
      for (const [index, { step, at }] of path.entries()) {
        if (step.verb !== 'in_app') continue;
        const rest = path.slice(index + 1);
        // After a task or an answer nobody knows how much time has passed.
        const pause = rest.findIndex((stop) => ['task', 'check', 'ask', 'wait_for', 'playbook'].includes(stop.step.verb));
        const next = (pause < 0 ? rest : rest.slice(0, pause)).find(
          (stop) => stop.step.verb === 'in_app' && stop.step.to.value === step.to.value && !stop.step.when,
        );
        if (!next || next.at - at >= approximateLength(step.expires.value)) continue;
        const message = `${step.id.value} is shown for ${printDuration(step.expires.value)}, but ${next.step.id.value} comes before that is over`;
        return [{ span: step.expires.span, message, suggestion: 'let it expire before the next one, or wait longer' }];
      }
    }
    return [];
  },
};
