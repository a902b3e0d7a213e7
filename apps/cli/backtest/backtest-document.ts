import { factView, type FactView } from '../../../prisma/read-models/fact-view.js';
import { buildReport } from '../../../workflows/report/build-report.js';
import type { Report } from '../../../workflows/report/report.js';
import type { Afterwards } from '../../../workflows/simulate/backtest/afterwards.js';
import type { Backtest } from '../../../workflows/simulate/backtest/backtest.js';
import type { ContactTouches } from '../../../workflows/simulate/backtest/contact-touches.js';
import type { BacktestEntry } from '../../../workflows/simulate/backtest/entry-of.js';
import type { WorkHours } from '../../../workflows/simulate/backtest/work-hours.js';

/** What no reader may overlook. */
export const NO_SOP =
  'no SOP was run: history is as it was, so whatever moved here moved by itself, in the treatment arm as in the holdout';

/** What `backtest --json` prints: the summary of a replay, and what only a backtest tells. Times are ISO 8601. */
export interface BacktestDocument extends Report {
  readonly note: string;
  /** The first and the last thing that is known at all; outside of it everything is empty. Null = there is no history. */
  readonly history: { readonly from: string; readonly to: string } | null;
  readonly hours: readonly WorkHours[];
  readonly touches: ContactTouches;
  readonly entries: readonly BacktestEntryView[];
  readonly afterwards: readonly Afterwards[];
  /** Playbooks that could not be asked, and why. */
  readonly errors: readonly string[];
}

export interface BacktestEntryView extends Omit<BacktestEntry, 'at' | 'facts'> {
  readonly at: string;
  readonly facts: readonly FactView[];
}

export function backtestDocument(
  { rows, entries, hours, touches, afterwards, errors }: Omit<Backtest, 'followed'>,
  span: { readonly first: number; readonly last: number } | null,
): BacktestDocument {
  return {
    ...buildReport(rows),
    note: NO_SOP,
    history: span && { from: iso(span.first), to: iso(span.last) },
    hours,
    touches,
    entries: entries.map((entry) => ({ ...entry, at: iso(entry.at), facts: entry.facts.map(factView) })),
    afterwards,
    errors,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
