import { textIn } from '../model/localized-text.js';
import type { Locale } from '../model/localized-text.js';
import type { ArmComparison, ArmOutcome } from '../verify/compare-arms.js';
import type { Punctuality } from '../verify/on-time.js';
import type { Rate } from '../verify/rate.js';
import type { Counts, CsmReport, PlaybookReport, Report } from './report.js';
import { textTable } from './text-table.js';

/** The report as plain text: every number stands on a line with its claim label. No colour, no clock. */
export function renderReport(report: Report, locale: Locale = 'en'): string {
  const lines = [
    `Report ${time(report.from)} to ${time(report.to)}, as of ${time(report.asOf)}: ${plural(report.accounts, 'account')} in the book`,
    ...simulatedLines(report),
    '',
    ...overview(report, locale),
    ...report.playbooks.filter(({ triggered }) => triggered > 0).flatMap((playbook) => ['', ...playbookLines(playbook, locale)]),
    '',
    ...csmLines(report.csms),
    '',
    `[E] Messages: ${nested(report.messages)}`,
    `[E] Tasks: ${words(report.tasks)}`,
    '',
    ...Object.entries(report.claims).map(([label, meaning]) => `[${label}] ${meaning}`),
  ];
  return `${lines.join('\n')}\n`;
}

function simulatedLines({ simulated }: Report): string[] {
  if (simulated.tasks + simulated.messages === 0) return [];
  return [
    `SIMULATED: ${plural(simulated.tasks, 'task')} closed and ${plural(simulated.messages, 'message')} answered by the autopilot`,
  ];
}

function overview({ playbooks }: Report, locale: Locale): string[] {
  if (playbooks.length === 0) return ['No playbook is published.'];
  const rows = playbooks.map((playbook) => [
    `${playbook.id} v${playbook.version}`,
    String(playbook.triggered),
    String(playbook.enrolled),
    String(playbook.holdout),
    String(sum(playbook.skipped)),
    share(playbook.onTime.rate),
    playbook.comparison.treatment.met.of === 0 ? 'none measured' : share(playbook.comparison.treatment.met),
    textIn(playbook.title, locale),
  ]);
  const header = [
    'playbook',
    'triggered [E]',
    'enrolled [E]',
    'holdout [E]',
    'skipped [E]',
    'on time [E]',
    'objective met [O]',
    'title',
  ];
  return textTable(header, rows, [1, 2, 3, 4]);
}

function playbookLines(playbook: PlaybookReport, locale: Locale): string[] {
  return [
    `${playbook.id} v${playbook.version}: ${textIn(playbook.title, locale)}`,
    `  [E] ${playbook.triggered} triggered = ${playbook.enrolled} enrolled + ${playbook.holdout} holdout + ${sum(playbook.skipped)} skipped`,
    `  [E] skipped because: ${words(playbook.skipped)}`,
    `  [E] runs: ${words(playbook.runs)}; ended as: ${words(playbook.results)}`,
    ...Object.entries(playbook.steps).map(([step, counts]) => `  [E] step ${step}: ${words(counts)}`),
    `  [E] on time: ${punctualityText(playbook.onTime)}`,
    `  [E] evidence: ${rateText(playbook.evidence)}`,
    ...comparisonLines(playbook.comparison),
  ];
}

function comparisonLines({ treatment, holdout, difference, note }: ArmComparison): string[] {
  const lines = [`  [O] treatment: ${armText(treatment)}`];
  if (holdout.assigned > 0) lines.push(`  [O] holdout, same clock: ${armText(holdout)}`);
  if (difference === null) return [...lines, `  [O] ${note}`];
  const [low, high] = difference.interval;
  const size = `${points(difference.value)} (95 %: ${points(low)} to ${points(high)})`;
  return [...lines, `  [P] treatment minus holdout: ${size}, ${difference.reading}; ${note}`];
}

function armText(arm: ArmOutcome): string {
  return `objective met ${arm.met.of === 0 ? '(none measured)' : rateText(arm.met)}; ${arm.unknown} unknown, ${arm.pending} pending; ${plural(arm.assigned, 'account')}`;
}

function csmLines(csms: readonly CsmReport[]): string[] {
  if (csms.length === 0) return ['Tasks per person: none was opened'];
  const rows = csms.map((csm) => [
    csm.name,
    String(csm.onTime.rate.of),
    String(csm.onTime.onTime),
    String(csm.onTime.late),
    String(csm.onTime.openOverdue),
    String(csm.onTime.notDone),
    String(csm.onTime.notDue),
    share(csm.onTime.rate),
    share(csm.evidence),
    String(csm.fallback),
    String(csm.simulated),
  ]);
  const header = [
    'Tasks per person [E]',
    'due',
    'on time',
    'late',
    'open overdue',
    'expired',
    'not due yet',
    'rate',
    'evidence',
    'fallback',
    'simulated',
  ];
  return textTable(header, rows, [1, 2, 3, 4, 5, 6, 9, 10]);
}

function punctualityText(it: Punctuality): string {
  const rest = `${it.late} late, ${it.openOverdue} open overdue, ${it.notDone} not done`;
  return `${rateText(it.rate)}; ${rest}; ${it.notDue} not due yet, ${it.excluded} excluded (left or skipped)`;
}

/** `14/20 (70 %, 95 %: 48-85 %)`, or the counts with the reason why there is no share. */
function rateText(rate: Rate): string {
  if (rate.rate === null || rate.interval === null)
    return rate.of === 0 ? 'none due' : `${rate.count}/${rate.of} (${rate.note ?? ''})`;
  const [low, high] = rate.interval;
  return `${rate.count}/${rate.of} (${percent(rate.rate)}, 95 %: ${percent(low)} to ${percent(high)})`;
}

/** The short form for a table cell. */
function share(rate: Rate): string {
  if (rate.of === 0) return 'none due';
  return rate.rate === null ? `${rate.count}/${rate.of}` : `${rate.count}/${rate.of} ${percent(rate.rate)}`;
}

function words(counts: Counts): string {
  const entries = Object.entries(counts);
  return entries.length === 0 ? 'none' : entries.map(([word, count]) => `${word} ${count}`).join(', ');
}

function nested(counts: Readonly<Record<string, Counts>>): string {
  const entries = Object.entries(counts);
  return entries.length === 0 ? 'none' : entries.map(([channel, statuses]) => `${channel} (${words(statuses)})`).join(', ');
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

function points(value: number): string {
  return `${value < 0 ? '' : '+'}${(value * 100).toFixed(1)} points`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** UTC, to the minute; a midnight is its day. */
function time(iso: string): string {
  return iso.replace(/T00:00:00\.000Z$/, '').replace(/T(\d\d:\d\d):.*Z$/, ' $1Z');
}
