import type { Terminal } from '../terminal.js';
import type { PlannedChange, PlannedPlaybook, PlanReport, Standings } from './plan-report.js';

const SIGNS = { added: '+', removed: '-', changed: '~', moved: '>' } as const;

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function standingText(runs: Standings | null): string {
  if (runs === null) return '';
  const parts = [
    ...(runs.before > 0 ? [`${count(runs.before, 'live run')} ${runs.before === 1 ? 'stands' : 'stand'} before it`] : []),
    ...(runs.at > 0 ? [`${count(runs.at, 'live run')} ${runs.at === 1 ? 'is' : 'are'} in it`] : []),
  ];
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

/** @param against null = what is published; otherwise the folder it is compared with. */
function heading({ id, status, before, after }: PlannedPlaybook, against: string | null): string {
  switch (status) {
    case 'new':
      return `${id}: new, version ${after}`;
    case 'changed':
      return `${id}: version ${before} -> ${after}`;
    case 'unchanged':
      return `${id}: unchanged, version ${after}`;
    case 'version_not_raised':
      return `${id}: changed, but still version ${after}: publishing refuses it, write version: ${(before ?? 0) + 1}`;
    case 'version_went_back':
      return `${id}: version ${after} is lower than ${against === null ? `the published ${before}` : `${before} in ${against}`}: write version: ${(before ?? 0) + 1}`;
    case 'only_published':
      return against === null
        ? `${id}: published (version ${before}), not in this folder: it stays in force`
        : `${id}: only in ${against} (version ${before})`;
  }
}

function printChange(terminal: Terminal, change: Pick<PlannedChange, 'kind' | 'text'>, suffix: string): void {
  const { color } = terminal;
  const paint = { added: color.green, removed: color.red, changed: color.yellow, moved: color.cyan }[change.kind];
  terminal.print(`  ${paint(`${SIGNS[change.kind]} ${change.text}`)}${suffix}`);
}

/** The report for people: what changes, playbook by playbook, and which live runs stand before it. */
export function printPlan(terminal: Terminal, report: PlanReport): void {
  const against = report.playbooks.some(({ liveRuns }) => liveRuns === null) ? report.against : null;
  for (const playbook of report.playbooks) {
    if (playbook.status === 'unchanged') continue;
    terminal.print(terminal.color.bold(heading(playbook, against)));
    for (const change of playbook.changes) printChange(terminal, change, standingText(change.runs));
    const live = Object.entries(playbook.liveRuns ?? {});
    if (live.length > 0 && playbook.changes.length > 0) {
      const versions = live.map(([version, runs]) => `${runs} on version ${version}`).join(', ');
      const total = live.reduce((sum, [, runs]) => sum + runs, 0);
      terminal.print(`    ${count(total, 'live run')} (${versions}): each keeps the version it began with`);
    }
    if (playbook.notRunnable !== null) terminal.print(`    not runnable yet, so publishing refuses it: ${playbook.notRunnable}`);
  }
  if (report.catalogue.length > 0) terminal.print(terminal.color.bold('metrics, segments, health'));
  for (const change of report.catalogue) printChange(terminal, change, '');
  const of = (status: PlannedPlaybook['status']): number => report.playbooks.filter((one) => one.status === status).length;
  const refused = of('version_not_raised') + of('version_went_back');
  const parts = [
    `${of('new')} new`,
    `${of('changed')} changed`,
    `${of('unchanged')} unchanged`,
    ...(refused > 0 ? [`${refused} that publishing would refuse`] : []),
    ...(of('only_published') > 0 ? [`${of('only_published')} only ${against === null ? 'published' : 'there'}`] : []),
  ];
  terminal.print(`${report.folder} against ${report.against}: playbooks: ${parts.join(', ')}`);
}
