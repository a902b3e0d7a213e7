import { isContactRole, writtenTo } from '../audience.js';
import { readOutcomes } from '../conditions-of.js';
import type { Rule } from '../rule.js';

const GONE: Readonly<Record<string, string>> = {
  champion_left: 'account.champion',
  decision_maker_left: 'account.decision_maker',
  admin_left: 'account.admin',
};

/** When the champion has left, the champion is not the one to write to, at least not before somebody found a new one. */
export const mailToWhoLeft: Rule = {
  code: 'mail-to-who-left',
  family: 'practice',
  severity: 'warning',
  says: 'A playbook that starts when somebody left, and writes to the role that is now empty.',
  saysZh: '剧本因某角色离职而启动，却给这个空缺的角色发消息。',
  why: 'Until a successor is found nobody has the role: the message finds nobody, or goes to the one who left.',
  wrong: {
    'adoption/sample.playbook.yaml': `start: { event: champion_left }
steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `start: { event: champion_left }
steps:
  - id: hello
    email: { template: hello, to: account.decision_maker }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook, steps }) => {
    const { start } = playbook;
    const role = start.kind === 'event' ? GONE[start.event.value] : undefined;
    if (role === undefined || !isContactRole(role)) return [];
    const read = readOutcomes(playbook, steps);
    return steps.flatMap((step, index) => {
      const to = writtenTo(step);
      // After a task whose outcome is read, somebody may have found a successor.
      const searched = steps.slice(0, index).some(({ verb, id }) => verb === 'task' && read.has(id.value));
      if (to?.value !== role || searched || step.when) return [];
      const message = `${role.slice('account.'.length)} is who left: ${step.id.value} finds nobody there`;
      return [{ span: to.span, message, suggestion: 'write to somebody else, or after a task that finds a successor' }];
    });
  },
};
