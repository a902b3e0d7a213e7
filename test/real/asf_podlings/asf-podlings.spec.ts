import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { BacktestDocument } from '../../../apps/cli/backtest/backtest-document.js';
import { runCli } from '../../support/run-cli.js';

const DAY = 86_400_000;
const here = import.meta.dirname;
const data = process.env['SOPWITH_ASF_PODLINGS'] ?? path.resolve(here, '../../../../shared/data/asf_podlings');
const present = existsSync(path.join(data, 'metrics.csv'));
if (!present) {
  console.warn(
    `test/real/asf_podlings is skipped: ${data} has no metrics.csv. Put the podlings' data there, or name its folder in SOPWITH_ASF_PODLINGS.`,
  );
}
const [FROM, TO] = ['2005-01-01', '2012-12-31'];
const FEW = 8;

type Row = Readonly<Record<string, string>>;
const rows = (name: string): Row[] => parse(readFileSync(path.join(data, name)), { columns: true });
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `account day` of every podling whose term ends ninety days later; terms that end on the day they begin are none. */
function datesOfReviews(): string[] {
  return rows('accounts.csv')
    .filter(({ contract_start: start = '', contract_end: end = '' }) => end > start)
    .map(({ account_id: id = '', contract_end: end = '' }) => `${id} ${dayOf(Date.parse(end) - 90 * DAY)}`)
    .filter((line) => (line.split(' ')[1] ?? '') >= FROM && (line.split(' ')[1] ?? '') <= TO)
    .sort();
}

/** `account day` of every Tuesday on which three closed months in a row had few people, and had not the Tuesday before. */
function beginningsOfQuiet(): string[] {
  const people = new Map<string, Map<string, number>>();
  for (const { account_id: id = '', metric, period = '', value } of rows('metrics.csv')) {
    if (metric !== 'active_users') continue;
    const mine = people.get(id) ?? new Map<string, number>();
    people.set(id, mine.set(period, Number(value)));
  }
  const found: string[] = [];
  for (const [id, months] of people) {
    let open = false;
    for (let at = Date.parse(FROM); at <= Date.parse(TO); at += DAY) {
      const day = new Date(at);
      if (day.getUTCDay() !== 2) continue;
      const values = [1, 2, 3].map((back) => {
        const month = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
        return months.get(month);
      });
      const answer = values.some((value) => value !== undefined && value >= FEW)
        ? false
        : values.includes(undefined)
          ? null
          : true;
      if (answer === true && !open) found.push(`${id} ${dayOf(at)}`);
      if (answer !== null) open = answer;
    }
  }
  return found.sort();
}

(present ? describe : describe.skip)('a backtest of 99 podlings over eight years', () => {
  let document: BacktestDocument;
  let again: string;
  let first: string;

  beforeAll(async () => {
    const args = ['backtest', data, '--from', FROM, '--to', TO, '--seed', '7', '--capacity', '2', '--json'];
    const files = ['--mapping', path.join(here, 'mapping.yaml'), '--playbooks', path.join(here, 'playbooks')];
    const run = async (): Promise<string> => {
      const { code, stdout, stderr } = await runCli([...args, ...files]);
      if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
      return stdout;
    };
    first = await run();
    again = await run();
    document = JSON.parse(first) as BacktestDocument;
  }, 300_000);

  const entriesOf = (playbook: string): string[] =>
    document.entries
      .filter((entry) => entry.playbook === playbook)
      .map(({ account, at }) => `${account} ${at.slice(0, 10)}`)
      .sort();

  test('the review falls on the day that the files alone say, for every podling', () => {
    expect(entriesOf('graduation_review_90')).toEqual(datesOfReviews());
  });

  test('quiet months begin an episode on the Tuesday that the files alone say', () => {
    expect(entriesOf('quiet_community')).toEqual(beginningsOfQuiet());
    expect(entriesOf('quiet_community').length).toBeGreaterThan(50);
  });

  test('the same history, playbooks and seed give the same bytes', () => {
    expect(again).toBe(first);
  });

  test('what became of them is told for each playbook, and nobody mistakes it for an effect', () => {
    expect(document.note).toContain('no SOP was run');
    for (const { playbook, entries, reached } of document.afterwards) {
      expect(reached).toBeLessThanOrEqual(entries);
      expect(entries).toBe(document.entries.filter((entry) => entry.playbook === playbook && entry.decision !== 'skip').length);
    }
  });

  test('a person who is asked for more than two hours in a week stands out', () => {
    const over = document.hours.filter((line) => line.over);
    expect(over.length).toBeGreaterThan(0);
    for (const { hours, capacity } of over) expect(hours).toBeGreaterThan(capacity);
  });
});
