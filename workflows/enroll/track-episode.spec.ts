import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Truth } from '../model/fact.js';
import { trackEpisode } from './track-episode.js';

/** Episodes that a sequence of answers opens, as [opened at, closed at] positions. */
function episodes(answers: readonly Truth[]): [number, number | null][] {
  const found: [number, number | null][] = [];
  let open = false;
  for (const [index, answer] of answers.entries()) {
    const change = trackEpisode(open, answer);
    if (change === 'open') found.push([index, null]);
    if (change === 'close') found[found.length - 1]![1] = index;
    if (change !== 'none') open = change === 'open';
  }
  return found;
}

const answersOf = fc.array(fc.constantFrom<Truth>(true, false, null), { maxLength: 40 });

describe('trackEpisode', () => {
  test('the first true answer opens, false closes, unknown changes nothing', () => {
    expect(episodes([true, true, null, true, false, null, true])).toEqual([
      [0, 4],
      [6, null],
    ]);
  });

  test('law: leaving out unknown answers changes neither the number nor the order of episodes', () => {
    fc.assert(
      fc.property(answersOf, (answers) => {
        const known = answers.filter((answer) => answer !== null);
        expect(episodes(answers)).toHaveLength(episodes(known).length);
      }),
    );
  });

  test('law: there are as many episodes as rising edges, and never two open at once', () => {
    fc.assert(
      fc.property(answersOf, (answers) => {
        const known = answers.filter((answer) => answer !== null);
        const edges = known.filter((answer, index) => answer && known[index - 1] !== true).length;
        const found = episodes(known);
        expect(found).toHaveLength(edges);
        expect(found.slice(0, -1).every(([, closed]) => closed !== null)).toBe(true);
      }),
    );
  });
});
