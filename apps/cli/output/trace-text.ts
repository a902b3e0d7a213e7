import type { TraceLine } from '../../../prisma/read-models/trace-view.js';
import { moveText, type MoveView } from './order-text.js';
import type { TimeText } from './time-text.js';

export const truth = (value: boolean | null) => (value === null ? 'unknown' : value ? 'yes' : 'no');
const by = (line: TraceLine) => (typeof line['by'] === 'string' ? ` by ${line['by']}` : '');

/** One line of the trace as a sentence. Types it does not know are shown with their fields. */
export function traceText(line: TraceLine, time: TimeText): string {
  const get = (key: string) => String(line[key] ?? '-');
  const timeOf = (key: string) => time(typeof line[key] === 'string' ? (line[key] as string) : null);
  switch (line.type) {
    case 'run_started':
      return `run started (${get('arm')})`;
    case 'step_started':
      return `${get('step')}: ${get('verb')} started, due ${timeOf('due')}`;
    case 'task_opened':
      return `${get('step')}: task opened, due ${timeOf('due')}, expires ${timeOf('expires')}`;
    case 'task_escalated':
      return `${get('step')}: task escalated to ${get('to')}`;
    case 'step_settled': {
      const extras = [...new Set([line['outcome'], line['reason']])].filter((value) => typeof value === 'string' && value !== '');
      return `${get('step')}: ${get('status')}${extras.length > 0 ? ` (${extras.join(', ')})` : ''}${line['by'] === undefined ? '' : ` by ${get('by')}`}`;
    }
    case 'asked':
      return `${get('step')}: asked: ${get('condition')} -> ${truth((line['value'] ?? null) as boolean | null)}`;
    case 'branch_taken':
      return `${get('step')}: took ${line['arm'] === 'otherwise' ? 'otherwise' : `arm ${Number(line['arm']) + 1}`}, because ${get('because')}`;
    case 'timer_set':
      return `timer ${get('timer')} set for ${timeOf('due')}`;
    case 'timer_fired':
      return `timer ${get('timer')} fired`;
    case 'timer_cancelled':
      return `timer ${get('timer')} cancelled`;
    case 'exit_taken':
      return `exit ${get('exit')} taken (${get('as')})`;
    case 'verified':
      return `objective: ${get('condition')} -> ${truth((line['value'] ?? null) as boolean | null)}`;
    case 'subjective_verified': {
      const good = truth((line['good'] ?? null) as boolean | null);
      return line['answer'] === null
        ? `question ${get('question')}: nobody answered`
        : `question ${get('question')}: ${get('answer')}${by(line)} -> good: ${good}`;
    }
    case 'question_opened':
      return `${get('step')}: question asked, waits until ${timeOf('expires')}`;
    case 'step_retried':
      return `${get('step')}: tried again (attempt ${get('attempt')}) at ${timeOf('due')}${by(line)}: ${get('reason')}`;
    case 'condition_met':
      return `${get('step')}: what it waited for became true: ${get('condition')}`;
    case 'fallback_opened':
      return `${get('step')}: a task for the CSM was opened instead: ${get('reason')}`;
    case 'skip_planned':
      return `${get('step')}: will be left out${by(line)}: ${get('reason')}`;
    case 'run_paused': {
      const end = line['resumeAt'] === null ? 'until somebody resumes it' : `until ${timeOf('resumeAt')}`;
      return `run paused ${end}${by(line)}: ${get('reason')} (cancelled when it still is at ${timeOf('bound')})`;
    }
    case 'run_resumed':
      return `run resumed${by(line)}: ${get('reason')}`;
    case 'run_cancelled':
      return `run cancelled${by(line)}: ${get('reason')}`;
    case 'run_handed_over':
      return `run handed to ${get('to')}${by(line)}: ${get('reason')}`;
    case 'run_migrated': {
      const moves = Array.isArray(line['moves']) ? (line['moves'] as MoveView[]).map((move) => moveText(move, time)) : [];
      const told = moves.length > 0 ? `; ${moves.join(', ')}` : '';
      return `run moved from version ${get('from')} to ${get('to')}${by(line)}: ${get('reason')}${told}`;
    }
    case 'event_held':
      return `${get('event')} came during the pause: honoured when the run goes on`;
    case 'run_finished':
      return `run finished: ${get('result')}`;
    case 'event_ignored':
      return `${get('event')} had no effect: ${get('reason')}`;
    default:
      return `${line.type} ${JSON.stringify({ ...line, seq: undefined, at: undefined, type: undefined })}`;
  }
}
