import type { BookSummary } from '../../../prisma/read-models/replay-summary.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || '-';

/** What a stretch of business time brought: one row per playbook, then messages and tasks. */
export function printBookSummary(terminal: Terminal, summary: BookSummary, options: { readonly simulated: boolean }): void {
  const { color } = terminal;
  const days = Math.round((Date.parse(summary.to) - Date.parse(summary.from)) / 86_400_000);
  terminal.print(
    `\n${color.bold(`${summary.accounts} accounts, ${days} days of business time`)} (${summary.from.slice(0, 10)} to ${summary.to.slice(0, 10)})`,
  );
  if (options.simulated)
    terminal.print(color.yellow("  People's behaviour (tasks closed, messages seen) is simulated by the autopilot."));
  const rows = summary.playbooks.map((book) => [
    `${book.id} v${book.version}`,
    String(book.triggered),
    String(book.enrolled),
    String(book.holdout),
    listed(book.skipped),
    listed(book.runs),
    listed(book.verdicts),
  ]);
  terminal.print();
  terminal.print(textTable(['playbook', 'triggered', 'enrolled', 'holdout', 'skipped', 'runs', 'verdicts'], rows, '  '));
  terminal.print();
  for (const [channel, counts] of Object.entries(summary.messages)) terminal.print(`  ${channel.padEnd(8)} ${listed(counts)}`);
  terminal.print(`  ${'tasks'.padEnd(8)} ${listed(summary.tasks)}`);
}
