import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { AutopilotError, parseAutopilot } from './parse-autopilot.js';

const valid = `kind: Autopilot
seed: 7
csms:
  anna:
    closes: 95%
    after: [2h, 1bd]
    note: Spoke with them.
    outcomes: { reached: 75% }
  boris: { never: true }
default: { closes: 50%, after: [1d, 2d] }
in_app: { seen: 60%, within: 2d, dismissed: 20% }
`;

function problems(text: string): readonly string[] {
  try {
    parseAutopilot('people.yaml', text);
    return [];
  } catch (error) {
    if (!(error instanceof AutopilotError)) throw error;
    return error.problems;
  }
}

describe('an autopilot file', () => {
  test('says how each person behaves, everybody else, and the readers of in-app messages', () => {
    expect(parseAutopilot('people.yaml', valid)).toEqual({
      seed: '7',
      people: {
        anna: {
          never: false,
          closes: 0.95,
          after: [
            { amount: 2, unit: 'h' },
            { amount: 1, unit: 'bd' },
          ],
          note: 'Spoke with them.',
          outcomes: { reached: 0.75 },
        },
        boris: { never: true },
      },
      otherwise: expect.objectContaining({ closes: 0.5, outcomes: {} }),
      inApp: { seen: 0.6, within: { amount: 2, unit: 'd' }, dismissed: 0.2 },
    });
  });

  test('says how questions are answered', () => {
    const text = `${valid}questions: { answered: 70%, within: 3d, answers: { yes: 60% } }\n`;
    expect(parseAutopilot('people.yaml', text).questions).toEqual({
      answered: 0.7,
      within: { amount: 3, unit: 'd' },
      answers: { yes: 0.6 },
    });
    expect(problems(text.replace('within: 3d, answers', 'answers')).join()).toContain('questions.within is missing');
  });

  test.each(['apps/cli/demo-book/autopilot.yaml', 'test/real/oulad/autopilot.yaml'])('%s is one', (file) => {
    expect(Object.keys(parseAutopilot(file, readFileSync(file, 'utf8')).people).length).toBeGreaterThan(3);
  });

  test.each([
    ['closes: 95%', 'closes: 95', 'people.yaml:5:13 csms.anna.closes is 95: expected a percent'],
    ['closes: 95%', 'closes: 195%', 'expected a percent from 0% to 100%'],
    ['after: [2h, 1bd]', 'after: [2h]', 'people.yaml:6:12 csms.anna.after: expected the earliest and the latest moment'],
    ['after: [2h, 1bd]', 'after: [2, 1bd]', 'expected a duration with a unit'],
    ['never: true', 'never: true, closes: 5%', '`never: true` stands alone'],
    ['note:', 'notes:', 'unknown key "notes": expected one of closes, after, note, outcomes, never'],
    ['seed: 7\n', '', 'seed is missing'],
    ['kind: Autopilot', 'kind: Playbook', 'kind is "Playbook", expected Autopilot'],
    ['within: 2d, ', '', 'in_app.within is missing'],
    ['csms:', 'csms: [', 'people.yaml:'],
  ])('%j written as %j is refused with its place', (right, wrong, message) => {
    expect(problems(valid.replace(right, wrong)).join('\n')).toContain(message);
  });

  test('all problems are said at once', () => {
    expect(problems(valid.replace('95%', '95').replace('seed: 7\n', '').replace('2d, dis', 'soon, dis'))).toHaveLength(3);
  });
});
