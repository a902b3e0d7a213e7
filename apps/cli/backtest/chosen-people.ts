import { readFileSync } from 'node:fs';
import type { Autopilot } from '../../../workflows/simulate/behaviour/autopilot.js';
import { usualPeople } from '../../../workflows/simulate/behaviour/usual-people.js';
import { AutopilotError, parseAutopilot } from '../../shared/autopilot/parse-autopilot.js';
import { usage } from '../failure.js';

/**
 * How people behave: as a file says, else as people usually do; a seed makes another history of either.
 * @throws CliFailure (exit 2) for a file that cannot be used, with every mistake in it.
 */
export function chosenPeople(file: string | undefined, seed: string | undefined): Autopilot {
  if (file === undefined) return usualPeople(seed ?? '1');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw usage(
      'no-such-path',
      `${file} cannot be read (${reason})`,
      'Give the path of an autopilot file, or leave --autopilot out',
    );
  }
  try {
    const people = parseAutopilot(file, text);
    return seed === undefined ? people : { ...people, seed };
  } catch (error) {
    if (error instanceof AutopilotError) throw usage(error.code, error.message, null);
    throw error;
  }
}
