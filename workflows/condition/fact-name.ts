/** The name of a fact taken apart: `wow_drop(logins)` is the function wow_drop about logins. */
export interface FactName {
  /** Null = a name without a function. */
  readonly fn: string | null;
  /** What stands between the parentheses, without quotes and the names of arguments. */
  readonly args: readonly string[];
  /** `by day 90`. */
  readonly byDay: number | null;
}

const CALL = /^(\w+)\((.*)\)(?: by day (\d+))?$/;

/** Takes the printed name of an expression apart. */
export function factName(name: string): FactName {
  const [, fn, inside = '', day] = CALL.exec(name) ?? [];
  if (fn === undefined) return { fn: null, args: [], byDay: null };
  const args = inside === '' ? [] : inside.split(', ').map((one) => one.replace(/^\w+: /, '').replace(/^"(.*)"$/, '$1'));
  return { fn, args, byDay: day === undefined ? null : Number(day) };
}
