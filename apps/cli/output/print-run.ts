import type { RunRecord, StepView } from '../../../prisma/read-models/run-record.js';
import type { FactView } from '../../../prisma/read-models/fact-view.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { factText } from './fact-text.js';
import { orderText } from './order-text.js';
import { localCalendar } from './local-calendar.js';
import { timeText, type TimeText } from './time-text.js';
import { traceText, truth } from './trace-text.js';

/**
 * One run's flight record for people: why it began, each step, what was sent and done, the time line, the verdict.
 * Days and times are those of the account's zone.
 */
export function printRun(terminal: Terminal, record: RunRecord): void {
  const { color } = terminal;
  const calendar = localCalendar(record.timezone, record.startedAt);
  const time = (iso: string | null) => timeText(iso, calendar);
  const heading = (text: string) => terminal.print(`\n${color.bold(text)}`);
  terminal.print(`${color.bold(record.run)}  ${record.playbook} v${record.version}`);
  const facts = [
    ['account', `${record.accountName} (${record.account})`],
    ['csm', personText(record.csm) + (record.handedOver ? `, handed over from ${personText(record.firstCsm)}` : '')],
    ['arm', record.arm === 'holdout' ? 'holdout: watched, never touched' : record.arm],
    [
      'status',
      `${record.status}${record.result === null ? '' : `, result ${record.result}`}${record.exit === null ? '' : ` by exit ${record.exit}`}`,
    ],
    ['times', calendar.zone],
    ['started', time(record.startedAt)],
    ['finished', time(record.finishedAt)],
    ...(record.error === null ? [] : [['error', color.red(record.error)]]),
  ];
  terminal.print(textTable([], facts, '  '));

  if (record.trigger !== null) {
    heading('Why it began');
    terminal.print(
      `  episode ${record.trigger.episode}, opened ${time(record.trigger.openedAt)}, decided ${time(record.trigger.decidedAt)}`,
    );
    for (const fact of record.trigger.facts) terminal.print(`  ${factText(fact, calendar)}`);
    for (const asked of record.trigger.evaluations) terminal.print(color.dim(`  ${truth(asked.value)}: ${asked.condition}`));
  }
  if (record.steps.length > 0) {
    heading('Steps');
    const rows = record.steps.map((step) => stepRow(step, record, time));
    terminal.print(textTable(['step', 'verb', 'due', 'done', 'status', 'outcome', 'by', 'on time'], rows, '  '));
  }
  if (record.orders.length > 0) {
    heading('Orders');
    const rows = record.orders.map((order) => [
      time(order.at),
      orderText(order, time),
      order.by,
      order.status === 'asked' ? 'no answer yet' : order.status,
      order.answer === null ? order.reason : `${order.reason} (${order.answer})`,
    ]);
    terminal.print(textTable(['ordered', 'what', 'by', 'status', 'reason'], rows, '  '));
  }
  if (record.messages.length > 0) {
    heading('Messages');
    const rows = record.messages.map((mail) => [
      mail.step, mail.channel, mail.recipient ?? mail.address ?? '-', mail.status + simulated(mail.simulated), time(mail.sentAt ?? mail.createdAt), mail.subject,
    ]); // prettier-ignore
    terminal.print(textTable(['step', 'channel', 'to', 'status', 'at', 'subject'], rows, '  '));
  }
  if (record.tasks.length > 0) {
    heading('Tasks');
    const rows = record.tasks.map((task) => [
      task.step, task.assignee?.name ?? 'nobody', task.status + simulated(task.simulated), task.outcome ?? task.closeReason ?? '-', time(task.dueAt), time(task.closedAt), task.title,
    ]); // prettier-ignore
    terminal.print(textTable(['step', 'assignee', 'status', 'outcome', 'due', 'closed', 'title'], rows, '  '));
    for (const task of record.tasks) if (task.note !== null) terminal.print(color.dim(`  ${task.step}: "${task.note}"`));
  }
  if (record.trace.length > 0) {
    heading('Flight record (business time)');
    for (const line of record.trace) {
      terminal.print(`  ${String(line.seq).padStart(3)}  ${time(line.at)}  ${traceText(line, time)}`);
      const used = line['facts'];
      if (Array.isArray(used))
        for (const fact of used as FactView[]) terminal.print(color.dim(`       ${factText(fact, calendar)}`));
    }
  }
  const objectives = record.checks.filter((check) => check.kind === 'objective');
  if (objectives.length > 0) {
    heading('Verdict (observed at its date, not proven to be caused by the run)');
    for (const check of objectives) {
      terminal.print(`  ${truth(check.value)}: ${check.condition}${check.primary ? ' (primary)' : ''} at ${time(check.at)}`);
      for (const fact of check.facts) terminal.print(color.dim(`    ${factText(fact, calendar)}`));
    }
  }
}

const personText = (person: RunRecord['csm']) => (person === null ? 'nobody' : `${person.name} (${person.id})`);
const simulated = (yes: boolean) => (yes ? ' (simulated)' : '');

function stepRow(step: StepView, record: RunRecord, time: TimeText): string[] {
  const isSimulated = record.tasks.some((task) => task.stepKey === step.key && task.simulated);
  const word = step.outcome ?? step.reason ?? '-';
  const outcome = step.reason === null || step.reason === word ? word : `${word} (${step.reason})`;
  const by = (step.by ?? '-') + simulated(isSimulated);
  return [step.step, step.verb, time(step.dueAt), time(step.doneAt), step.status, outcome, by, onTime(step)];
}

/** Only what was carried out was on time or late. */
function onTime(step: StepView): string {
  if (step.doneAt === null || step.status !== 'done') return '-';
  return step.doneAt > step.dueAt ? 'late' : 'yes';
}
