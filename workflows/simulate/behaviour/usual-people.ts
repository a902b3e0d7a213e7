import type { Autopilot } from './autopilot.js';

/**
 * People as they usually are, for whoever says no more than a seed: four of five tasks are done within three working days,
 * six of ten questions are answered within five, and half of the in-app messages are seen within three.
 */
export function usualPeople(seed: string): Autopilot {
  return {
    seed,
    people: {},
    otherwise: {
      never: false,
      closes: 0.8,
      after: [
        { amount: 2, unit: 'h' },
        { amount: 3, unit: 'bd' },
      ],
      note: 'Done as described; what was agreed, with whom and by when is written down in the notes of the account.',
      outcomes: {},
    },
    inApp: { seen: 0.5, within: { amount: 3, unit: 'd' }, dismissed: 0.2 },
    questions: { answered: 0.6, within: { amount: 5, unit: 'd' }, answers: {} },
  };
}
