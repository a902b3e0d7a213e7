import type { Advice } from './diagnostic.js';

/**
 * Optimal string alignment distance (Damerau-Levenshtein): insertions, deletions, substitutions, swaps of neighbours.
 * @param most a distance beyond this is not worked out; the answer is then some number above it.
 */
export function editDistance(a: string, b: string, most: number = Infinity): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      if (best < least) least = best;
      row.push(best);
    }
    // A swap reaches back two rows; what is too far in both stays too far.
    if (least > most && leastBefore > most) return least;
    leastBefore = least;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The nearest of the known words within the limit, and whether it is the only one within it. */
function search(word: string, known: Iterable<string>): { readonly best: string | null; readonly alone: boolean } {
  const text = word.toLowerCase();
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  const near = new Set<string>();
  // A word of hundreds of letters is not a typing mistake, and the distance is quadratic.
  if (word.length > 80) return { best, alone: false };
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(text, candidate.toLowerCase(), limit);
    if (distance <= limit) near.add(candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return { best, alone: near.size === 1 };
}

/** The nearest of the known words, when it is within a third of the word's length (at least one letter off is forgiven). */
export function nearest(word: string, known: Iterable<string>): string | null {
  return search(word, known).best;
}

/** `did you mean "x"?` or nothing; with the repair when exactly one of the known words is near. */
export function nearestAdvice(word: string, known: Iterable<string>): string | Advice | undefined {
  const { best, alone } = search(word, known);
  if (best === null) return undefined;
  const says = `did you mean "${best}"?`;
  return alone ? { says, write: best } : says;
}

/** `did you mean "x"?`, else the list of what is possible (when it is short), else nothing. */
export function didYouMean(word: string, known: readonly string[]): string | Advice | undefined {
  const near = nearestAdvice(word, known);
  if (near !== undefined) return near;
  if (known.length > 0 && known.length <= 12) return `known: ${known.join(', ')}`;
  return undefined;
}
