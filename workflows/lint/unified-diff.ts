const CONTEXT = 3;

interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** The shortest edit script between two lists of lines (Myers). */
function editScript(a: readonly string[], b: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const middle = myers(a.slice(start, a.length - tail), b.slice(start, b.length - tail));
  const same = (line: string): Edit => ({ kind: ' ', line });
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - tail).map(same)];
}

function myers(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const most = a.length + b.length;
  const furthest = new Map<number, number>([[1, 0]]);
  const history: ReadonlyMap<number, number>[] = [];
  for (let d = 0; d <= most; d += 1) {
    history.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(a, b, history);
    }
  }
  return [];
}

function backtrack(a: readonly string[], b: readonly string[], history: readonly ReadonlyMap<number, number>[]): readonly Edit[] {
  const edits: Edit[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = history.length - 1; d >= 0; d -= 1) {
    const furthest = history[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));
    const before = down ? k + 1 : k - 1;
    const fromX = furthest.get(before) ?? 0;
    const fromY = fromX - before;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      edits.push({ kind: ' ', line: a[x - 1] ?? '' });
      x -= 1;
      y -= 1;
    }
    if (d === 0) break;
    if (down) edits.push({ kind: '+', line: b[y - 1] ?? '' });
    else edits.push({ kind: '-', line: a[x - 1] ?? '' });
    x = fromX;
    y = fromY;
  }
  return edits.reverse();
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
}

/** Lines with their ends, so that a change of a line end is one too. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(/(?<=\n)/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The difference of two texts as `diff -u` and `git apply` write and read it; empty when they are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const edits = editScript(linesOf(before), linesOf(after));
  const out = [`--- a/${path}\n`, `+++ b/${path}\n`];
  let oldLine = 1;
  let newLine = 1;
  let at = 0;
  while (at < edits.length) {
    if (edits[at]?.kind === ' ') {
      at += 1;
      oldLine += 1;
      newLine += 1;
      continue;
    }
    const from = Math.max(0, at - CONTEXT);
    // A hunk ends where more lines are the same than two hunks would show.
    let end = at;
    for (let next = at; next < edits.length && next - end <= 2 * CONTEXT; next += 1) if (edits[next]?.kind !== ' ') end = next;
    const hunk = edits.slice(from, end + 1 + CONTEXT);
    const olds = hunk.filter(({ kind }) => kind !== '+').length;
    const news = hunk.filter(({ kind }) => kind !== '-').length;
    const lead = at - from;
    out.push(`@@ -${range(oldLine - lead, olds)} +${range(newLine - lead, news)} @@\n`);
    for (const { kind, line } of hunk)
      out.push(line.endsWith('\n') ? kind + line : `${kind}${line}\n\\ No newline at end of file\n`);
    oldLine += olds - lead;
    newLine += news - lead;
    at = from + hunk.length;
  }
  return out.join('');
}
