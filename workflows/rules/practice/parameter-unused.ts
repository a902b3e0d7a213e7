import type { Playbook } from '../../model/playbook.js';
import type { Rule, RuleContext } from '../rule.js';

/** Everything a playbook says, as one text in which a parameter's name can be looked for. */
function everythingIn(playbook: Playbook, { templates }: RuleContext): string {
  const { parameters: _declared, tests: _tests, ...rest } = playbook;
  return JSON.stringify(rest) + JSON.stringify(templates.map(({ used }) => used.map(({ path }) => path)));
}

/** A parameter that changes nothing misleads whoever gives it another value. */
export const parameterUnused: Rule = {
  code: 'parameter-unused',
  family: 'practice',
  severity: 'warning',
  says: 'A parameter that nothing uses.',
  saysZh: '没有任何地方使用的参数。',
  why: 'Whoever includes the playbook gives it another value and believes that something changed.',
  wrong: `parameters:
  quiet_days: { type: duration, default: 7d }`,
  right: `parameters:
  quiet_days: { type: duration, default: 7d }
steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
  - { id: settle, wait: parameter.quiet_days }
  - id: look
    check: { expect: health.score >= 70 }`,
  check: (context) => {
    const { playbook } = context;
    if (playbook.parameters.length === 0) return [];
    const said = everythingIn(playbook, context);
    const again = playbook.enroll.againAfter;
    return playbook.parameters.flatMap(({ id, default: value }) => {
      const named = new RegExp(`parameter\\.${id.value}\\b|"parameter":"${id.value}"`).test(said);
      // The cool-down keeps its length and not the name of its parameter.
      const isCoolDown = again !== null && JSON.stringify(value) === JSON.stringify(again);
      if (named || isCoolDown) return [];
      const message = `nothing uses the parameter ${id.value}`;
      return [{ span: id.span, message, suggestion: `write parameter.${id.value} where it is meant, or remove it` }];
    });
  },
};
