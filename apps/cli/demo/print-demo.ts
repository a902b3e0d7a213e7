import type { DecisionListItem } from '../../../prisma/read-models/decision-list.js';
import { renderReport } from '../../../workflows/report/render-report.js';
import type { Report } from '../../../workflows/report/report.js';
import type { CaughtMessage } from '../local-stack/mail-catcher/mail-store.js';
import { factText } from '../output/fact-text.js';
import { localCalendar } from '../output/local-calendar.js';
import { printRun } from '../output/print-run.js';
import { dayText } from '../output/time-text.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import type { DemoFindings } from './collect-demo.js';

const SHOWN_PER_PLAYBOOK = 4;
const SHOWN_MAIL = 12;

/** Tells what the replayed days brought, in the order a manager would ask. */
export function printDemo(terminal: Terminal, findings: DemoFindings, report: Report): void {
  const { color } = terminal;
  const heading = (text: string) => terminal.print(`\n${color.bold(color.underline(text))}\n`);

  terminal.print(
    color.yellow('\nThe customers are made up, and what people do (tasks closed, messages seen) is simulated by an autopilot.'),
  );
  terminal.print('The decisions, the runs, the mail and the records are real: PostgreSQL, Temporal and SMTP did the work.');

  heading('1. Who triggered, and why');
  printTriggers(terminal, findings.decisions);

  heading('2. What was decided');
  const rows = report.playbooks.map((book) => [
    `${book.id} v${book.version}`,
    String(book.triggered),
    String(book.enrolled),
    String(book.holdout),
    Object.entries(book.skipped).map(([reason, n]) => `${reason} ${n}`).join(', ') || '-', // prettier-ignore
  ]);
  terminal.print(textTable(['playbook', 'triggered', 'enrolled', 'holdout', 'skipped, with reasons'], rows, '  '));

  heading(`3. What was sent (${findings.mail.length} e-mails, read back from the mail catcher)`);
  printMail(terminal, findings.mail);
  for (const [channel, counts] of Object.entries(report.messages)) {
    terminal.print(`  ${channel}: ${Object.entries(counts).map(([status, n]) => `${status} ${n}`).join(', ')}`); // prettier-ignore
  }

  heading('4. The flight record of one complete run');
  if (findings.run === null) terminal.print('  No run was finished in this time.');
  else printRun(terminal, findings.run);

  heading("5. Verdicts and the manager's summary");
  terminal.print(renderReport(report).trimEnd());
}

function printTriggers(terminal: Terminal, decisions: readonly DecisionListItem[]): void {
  if (decisions.length === 0) terminal.print('  Nobody met a trigger.');
  for (const playbook of [...new Set(decisions.map((decision) => decision.playbook))].sort()) {
    const own = decisions.filter((decision) => decision.playbook === playbook);
    terminal.print(`  ${terminal.color.bold(playbook)}: ${own.length} times`);
    // One of each kind of decision first: an enrolled account, a holdout, a skip.
    const kinds = new Map(
      own.map((decision) => [decision.arm ?? decision.reason, decision]).reverse() as [string, DecisionListItem][],
    );
    const shown = [...new Set([...kinds.values(), ...own])].slice(0, SHOWN_PER_PLAYBOOK);
    for (const decision of shown.sort((a, b) => (a.decidedAt < b.decidedAt ? -1 : 1))) {
      const calendar = localCalendar(decision.timezone, decision.decidedAt);
      terminal.print(`    ${dayText(decision.decidedAt, calendar)}  ${decision.accountName}: ${outcome(decision)}`);
      for (const fact of decision.facts) terminal.print(terminal.color.dim(`                ${factText(fact, calendar)}`));
    }
    if (own.length > shown.length) terminal.print(terminal.color.dim(`    and ${own.length - shown.length} more`));
  }
}

function outcome(decision: DecisionListItem): string {
  if (decision.decision !== 'enroll')
    return `skipped, ${decision.reason ?? 'no reason'}${decision.detail ? ` (${decision.detail})` : ''}`;
  return decision.arm === 'holdout' ? 'holdout: watched, never touched' : 'enrolled';
}

function printMail(terminal: Terminal, mail: readonly CaughtMessage[]): void {
  const rows = mail.slice(0, SHOWN_MAIL).map((message) => [String(message.id), message.recipients, message.subject]);
  if (rows.length > 0) terminal.print(textTable(['#', 'to', 'subject'], rows, '  '));
  if (mail.length > SHOWN_MAIL) terminal.print(terminal.color.dim(`  and ${mail.length - SHOWN_MAIL} more`));
  const example = mail[0];
  if (example === undefined) return;
  terminal.print(`\n  The first one as it arrived (Message-ID ${example.messageId ?? 'none'}):`);
  terminal.print(`    To: ${example.recipients}\n    Subject: ${example.subject}\n`);
  terminal.print(`${example.text.trim().replace(/^/gm, '    ')}\n`);
}
