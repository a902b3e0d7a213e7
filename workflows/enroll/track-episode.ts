import type { Truth } from '../model/fact.js';

/** What a trigger's answer does to an account's episode. */
export type EpisodeChange = 'open' | 'close' | 'none';

/**
 * Edge, not level: a trigger that is true opens an episode only when none is open (the first answer ever counts as
 * becoming true), false closes it, and an unknown answer leaves everything as it is.
 */
export function trackEpisode(open: boolean, answer: Truth): EpisodeChange {
  if (answer === true) return open ? 'none' : 'open';
  if (answer === false) return open ? 'close' : 'none';
  return 'none';
}
