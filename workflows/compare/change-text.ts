import type { PlanChange } from './compare-plans.js';

/** Longer texts are cut: the change is seen, the file has the rest. */
const MOST = 90;

function short(text: string | null): string {
  if (text === null) return 'not written';
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST ? `${line.slice(0, MOST - 3)}...` : line;
}

/** One change as a line: `step settle: wait 7d -> 5d`, `step second_call added (task, after settle)`. */
export function changeText({ kind, subject, field, before, after }: PlanChange): string {
  switch (kind) {
    case 'added':
    case 'removed': {
      const what = kind === 'added' ? after : before;
      return `${subject} ${kind}${what === null || what === '' ? '' : ` (${short(what)})`}`;
    }
    case 'moved':
      return `${subject} moved: ${short(before)} -> ${short(after)}`;
    case 'changed': {
      const cut = (before?.length ?? 0) > MOST || (after?.length ?? 0) > MOST;
      // Two long texts that begin alike would be cut to the same words.
      if (cut && short(before) === short(after)) return `${subject}: ${field ?? ''} changed`;
      return `${subject}: ${field === null ? '' : `${field} `}${short(before)} -> ${short(after)}`;
    }
  }
}
