import { textIn } from '../../../workflows/model/localized-text.js';
import type { Afterwards, Movement } from '../../../workflows/simulate/backtest/afterwards.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import type { BacktestDocument, BacktestEntryView } from './backtest-document.js';
import { hoursChart } from './hours-chart.js';

const SHOWN_ENTRIES = 8;
const SHOWN_TOUCHES = 5;

/** Prints a backtest in the order a manager would ask. */
export function printBacktest(terminal: Terminal, document: BacktestDocument): void {
  const { color } = terminal;
  const heading = (text: string): void => terminal.print(`\n${color.bold(text)}`);
  const last = new Date(Date.parse(document.to) - 1).toISOString().slice(0, 10);
  terminal.print(color.bold(`Backtest ${document.from.slice(0, 10)} to ${last}: ${document.accounts} accounts`));
  terminal.print(color.yellow(document.note));

  heading('Who would have entered');
  terminal.print(overview(document));
  for (const { id } of document.playbooks)
    printEntries(
      terminal,
      document.entries.filter(({ playbook }) => playbook === id),
    );

  heading(`Hours of work per week (${document.hours[0]?.capacity ?? 0} h a person)`);
  const names = new Map(document.csms.map(({ id, name }) => [id, name]));
  const chart = hoursChart(document.hours, color, (csm) => names.get(csm) ?? csm ?? 'nobody');
  terminal.print(chart.length === 0 ? '  no task would have been opened' : chart.map((line) => `  ${line}`).join('\n'));
  const over = document.hours.filter((line) => line.over);
  if (chart.length > 0)
    terminal.print(
      over.length === 0
        ? '  nobody would have been asked for more than that'
        : color.red(
            `  more than that in ${over.length} ${over.length === 1 ? 'week' : 'weeks'} of a person, first ${names.get(over[0]?.csm ?? null) ?? 'nobody'} in the week of ${over[0]?.week ?? ''}`,
          ),
    );

  heading('Touches per contact and week');
  printTouches(terminal, document);

  heading('What became of these accounts by themselves');
  for (const line of document.afterwards.flatMap(afterLines)) terminal.print(`  ${line}`);
  if (document.afterwards.length === 0) terminal.print('  nothing to tell');
}

function overview({ playbooks }: BacktestDocument): string {
  const rows = playbooks.map((book) => [
    `${book.id} v${book.version}`,
    ...[book.triggered, book.enrolled, book.holdout].map(String),
    words(book.skipped),
    words(book.results),
    textIn(book.title, 'en'),
  ]);
  return textTable(['playbook', 'triggered', 'enrolled', 'holdout', 'skipped', 'ended as', 'title'], rows, '  ');
}

function printEntries(terminal: Terminal, entries: readonly BacktestEntryView[]): void {
  const [first] = entries;
  if (first === undefined) return;
  terminal.print(`  ${terminal.color.bold(first.playbook)}`);
  for (const { account, at, because, decision, reason, detail } of entries.slice(0, SHOWN_ENTRIES)) {
    const word = decision === 'skip' ? `skipped (${reason ?? ''})` : decision === 'holdout' ? 'held out' : 'enrolled';
    terminal.print(
      `    ${at.slice(0, 10)}  ${account}  ${word}: ${because}${decision === 'skip' && detail ? `; ${detail}` : ''}`,
    );
  }
  if (entries.length > SHOWN_ENTRIES)
    terminal.print(terminal.color.dim(`    and ${entries.length - SHOWN_ENTRIES} more; --json has them all`));
}

function printTouches(terminal: Terminal, { touches }: BacktestDocument): void {
  if (touches.total === 0) {
    terminal.print('  nobody would have heard from us');
    return;
  }
  const spread = Object.entries(touches.perContactWeek).map(([count, weeks]) => `${count} in ${weeks}`);
  terminal.print(
    `  ${touches.total} touches of ${touches.contacts} contacts; touches a week, and in how many weeks of a contact: ${spread.join(', ')}`,
  );
  for (const { contact, account, week, touches: count, playbooks } of touches.most.slice(0, SHOWN_TOUCHES))
    if (count > 1) terminal.print(`  ${count} in the week of ${week}: ${contact} (${account}), from ${playbooks.join(', ')}`);
}

function afterLines({ playbook, weeks, entries, reached, trigger, movements }: Afterwards): string[] {
  if (entries === 0) return weeks === 4 ? [`${playbook}: nobody entered`] : [];
  if (reached === 0) return [`${playbook}, ${weeks} weeks later: history does not reach that far`];
  const still =
    trigger === null
      ? ''
      : `; what began it was gone in ${trigger.gone}, still true in ${trigger.still}${trigger.unknown > 0 ? `, unknown in ${trigger.unknown}` : ''}`;
  return [
    `${playbook}, ${weeks} weeks later: ${reached} of ${entries} entries${still}`,
    ...movements.filter(({ known }) => known > 0).map((movement) => `    ${movementText(movement)}`),
  ];
}

function movementText({ name, known, before, after, higher, lower, same }: Movement): string {
  return `${name}: median ${number(before)} -> ${number(after)} (${known} known: ${higher} higher, ${lower} lower, ${same} the same)`;
}

function number(value: number | null): string {
  return value === null ? 'unknown' : String(Math.round(value * 1_000) / 1_000);
}

function words(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([word, count]) => `${word} ${count}`).join(', ') || '-'; // prettier-ignore
}
