import { InvalidArgumentError, Option } from 'commander';

/** `--json` means the same everywhere. */
export const jsonOption = () => new Option('--json', 'print exactly one JSON document on stdout');

/** For files that stand apart from their book. */
export const catalogueOption = () =>
  new Option(
    '--catalogue <dir>',
    'read the files against the metrics, segments, health ... of this folder; of its playbooks only those they name',
  );

/** The language of what is printed. */
export const localeOption = () => new Option('--locale <locale>', 'language of the text').choices(['en', 'zh']).default('en');

export const homeOption = () => new Option('--home <dir>', 'folder of the local stack (default: SOPWITH_HOME, else .sopwith)');

/** A whole number in a range, for commander. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    return value;
  };
}

/** A calendar day `YYYY-MM-DD` that exists, for commander. */
export function calendarDay(text: string): string {
  const parsed = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('Expected a day such as 2026-03-02.');
  }
  return text;
}

/** A span of machine time such as `1s`, `250ms`, `2m`: milliseconds, for commander. */
export function machineSpan(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const ms = Number(amount) * ({ ms: 1, s: 1_000, m: 60_000 }[unit ?? ''] ?? Number.NaN);
  if (!Number.isFinite(ms) || ms < 20) throw new InvalidArgumentError('Expected a span such as 1s, 250ms or 2m, at least 20ms.');
  return ms;
}

/** A day (its last moment in UTC) or an ISO 8601 instant with zone: epoch milliseconds, for commander. */
export function instantArgument(text: string): number {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Date.parse(`${calendarDay(text)}T23:59:59.999Z`);
  const instant = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(instant)) {
    throw new InvalidArgumentError('Expected a day such as 2026-03-02, or an instant with zone such as 2026-03-02T08:00:00Z.');
  }
  return instant;
}
