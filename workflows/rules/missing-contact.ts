import type { Rule } from './rule.js';

const OPTIONAL = ['champion', 'decision_maker', 'admin', 'key_user'];

/** A missing value never sends, so a message that names somebody else than its recipient may silently become a task. */
export const missingContact: Rule = {
  code: 'missing-contact',
  severity: 'warning',
  check: ({ templates }) =>
    templates.flatMap(({ file, recipients, used }) => {
      const told = new Set<string>();
      return used.flatMap(({ path, guards, span }) => {
        const person = /^account\.(\w+)\.\w+$/.exec(path)?.[1] ?? '';
        const role = `account.${person}`;
        const sure = recipients.length > 0 && recipients.every((recipient) => recipient === role);
        const guarded = guards.some((guard) => guard === role || guard === path);
        if (!OPTIONAL.includes(person) || sure || guarded || told.has(role)) return [];
        told.add(role);
        const message = `an account may have no ${person}: then this message is not sent and the CSM gets a task instead`;
        return [{ file, span, message, suggestion: `write {{#if ${role}}} around it, or send it to ${role}` }];
      });
    }),
};
