import type { WorkHours } from '../../../workflows/simulate/backtest/work-hours.js';
import type { Colors } from '../terminal.js';

const DAY = 86_400_000;
const BAR = 40;
/** More lines are no chart that anybody reads: then each stands for several weeks. */
const MOST_LINES = 40;

export interface WeekOfWork {
  /** Monday. */
  readonly week: string;
  readonly hours: number;
  /** Who has the most of it. */
  readonly busiest: { readonly csm: string | null; readonly hours: number };
  /** People who are asked for more than they have. */
  readonly over: number;
}

/** The work of all people by week, weeks without any included. */
export function weeksOfWork(hours: readonly WorkHours[]): WeekOfWork[] {
  const [first, last] = [hours[0]?.week, hours.at(-1)?.week];
  if (first === undefined || last === undefined) return [];
  const weeks: WeekOfWork[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 7 * DAY) {
    const week = new Date(at).toISOString().slice(0, 10);
    const mine = hours.filter((line) => line.week === week);
    const busiest = mine.reduce<WeekOfWork['busiest']>((most, line) => (line.hours > most.hours ? line : most), {
      csm: null,
      hours: 0,
    });
    const sum = mine.reduce((total, line) => total + line.hours, 0);
    weeks.push({
      ...{ week, hours: Math.round(sum * 100) / 100, over: mine.filter(({ over }) => over).length },
      busiest: { csm: busiest.csm, hours: busiest.hours },
    });
  }
  return weeks;
}

/** As many lines as can be read; each is the busiest of `each` weeks. */
export function busiestWeeks(weeks: readonly WeekOfWork[]): { readonly each: number; readonly lines: readonly WeekOfWork[] } {
  const each = Math.max(1, Math.ceil(weeks.length / MOST_LINES));
  const lines = Array.from({ length: Math.ceil(weeks.length / each) }, (_, index) =>
    weeks.slice(index * each, (index + 1) * each).reduce((most, week) => (week.hours > most.hours ? week : most)),
  );
  return { each, lines };
}

/**
 * A bar per week against the hours that all who are asked have together (`|`), and who is asked for most.
 * @param nameOf a person's name; null = tasks of nobody
 */
export function hoursChart(
  hours: readonly WorkHours[],
  color: Pick<Colors, 'red' | 'green' | 'dim'>,
  nameOf: (csm: string | null) => string,
): string[] {
  const { each, lines: weeks } = busiestWeeks(weeksOfWork(hours));
  const people = new Set(hours.flatMap(({ csm }) => csm ?? [])).size;
  const capacity = Math.max(1, people) * (hours[0]?.capacity ?? 0);
  const most = Math.max(0, ...weeks.map((week) => week.hours));
  if (most === 0) return [];
  // Where the bars would be too short to be seen beside what people have, they are drawn larger and the mark is left out.
  const marked = most >= capacity / 10;
  const scale = BAR / (marked ? Math.max(most, capacity) : most);
  const mark = marked ? Math.min(BAR - 1, Math.round(capacity * scale) - 1) : -1;
  const lines = weeks.map((week) => {
    const length = week.hours === 0 ? 0 : Math.max(1, Math.round(week.hours * scale));
    const cells = Array.from({ length: BAR }, (_, index) => (index < length ? '█' : index === mark ? '|' : ' ')).join('');
    const bar = week.over > 0 || week.hours > capacity ? color.red(cells) : color.green(cells);
    const busiest = week.hours === 0 ? '' : color.dim(`${nameOf(week.busiest.csm)} ${week.busiest.hours.toFixed(1)} h`);
    return `${week.week}  ${week.hours.toFixed(1).padStart(6)} h  ${bar}  ${busiest}`.trimEnd();
  });
  return each === 1 ? lines : [...lines, color.dim(`each line is the busiest of ${each} weeks`)];
}
