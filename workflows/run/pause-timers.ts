const PREFIX = 'pause:';

/** Rings when a paused run goes on by itself. */
export const PAUSE_RESUME = `${PREFIX}resume`;
/** Rings when a run was paused for so long that it is cancelled. */
export const PAUSE_BOUND = `${PREFIX}bound`;

export function isPauseTimer(timer: string): boolean {
  return timer.startsWith(PREFIX);
}
