import type { AuthoredTask } from '../../model/playbook.js';
import { DEFAULTS } from '../defaults.js';
import { authoredDurationOf, type Parameters } from '../parameters.js';
import { recipientOf } from '../recipients.js';
import { textOf } from '../scalars.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, listOf, report, type Value } from '../value.js';
import { messageTextOf } from './message-text.js';
import { wordListOf } from './word-list.js';
import { keysOf } from '../vocabulary/mappings.js';

/** `note >= 40 characters`. */
function evidenceOf(value: Value): number | null {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^note >= (\d+) characters?$/.exec(text.trim().replace(/\s+/g, ' '));
  const length = Number(match?.[1] ?? 0);
  if (match && length >= 1 && length <= 2_000) return length;
  return report(
    value,
    'invalid-value',
    `"${text}" is not evidence that can be asked for`,
    'write e.g. note >= 40 characters (1 to 2000)',
  );
}

function escalateOf(value: Value, parameters: Parameters): AuthoredTask['escalate'] {
  const fields = fieldsOf(value, { known: keysOf('escalate') });
  const afterValue = fields?.need('after', '3bd');
  const toValue = fields?.need('to', 'account.manager');
  const after = afterValue ? authoredDurationOf(afterValue, parameters) : null;
  const to = toValue ? recipientOf(toValue, 'task') : null;
  return after && to && { after, to };
}

export function readTask(value: Value, base: StepBase, { titlePaths, parameters }: StepContext): AuthoredTask | null {
  const fields = fieldsOf(value, { known: keysOf('task') });
  if (!fields) return null;
  const titleValue = fields.need('title', '"Call {{ account.name }}"');
  const title = titleValue && messageTextOf(titleValue, titlePaths);
  const assignValue = fields.need('assign', 'account.csm');
  const assign = assignValue && recipientOf(assignValue, 'task');
  const elseValue = fields.get('else_assign');
  const elseAssign = elseValue && recipientOf(elseValue, 'task');
  if (elseValue && elseAssign && elseAssign.value === assign?.value)
    report(elseValue, 'invalid-value', 'else_assign is the same person as assign', 'name somebody else, or remove it');
  const dueValue = fields.need('due', '2bd');
  const due = dueValue && authoredDurationOf(dueValue, parameters);
  const outcomesValue = fields.need('outcomes', '[done]');
  const given = ['expired', 'when nobody closes the task'] as const;
  const outcomes = outcomesValue ? wordListOf(outcomesValue, { one: 'an outcome', example: '[reached, no_answer]', given }) : [];
  const expiresValue = fields.get('expires');
  const expires = expiresValue
    ? authoredDurationOf(expiresValue, parameters)
    : due && { value: DEFAULTS.taskExpires, span: due.span };
  const takesValue = fields.get('takes');
  const takes = takesValue && authoredDurationOf(takesValue, parameters);
  const checklistValue = fields.get('checklist');
  const checklist = (checklistValue && listOf(checklistValue, 'texts')?.map((item) => textOf(item))) ?? [];
  const evidenceValue = fields.get('evidence');
  const noteAtLeast = evidenceValue && evidenceOf(evidenceValue);
  const escalateValue = fields.get('escalate');
  const escalate = escalateValue && escalateOf(escalateValue, parameters);
  if (!title || !assign || !due || !expires || outcomes.length === 0) return null;
  return {
    ...base,
    verb: 'task',
    title,
    assign,
    ...(elseAssign ? { elseAssign } : {}),
    ...(takes ? { takes } : {}),
    due,
    expires,
    outcomes,
    noteAtLeast,
    escalate,
    checklist: checklist.filter((text) => text !== null),
  };
}
