import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('duplicate-id', () => {
  test('a step id is used once, at any depth', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - { id: settle, wait: 7d }
  - id: split
    branch:
      - when: health.score < 50
        then:
          - { id: settle, wait: 1d }
      - otherwise: []`,
        }),
      ),
    ).toEqual(['error duplicate-id']);
  });

  test('an exit id and an objective id are used once', () => {
    expect(
      codes(
        playbookText({
          exit: 'exit:\n  - { id: over, when: health.score >= 75, as: success }\n  - { id: over, after: 60d, as: expired }',
          verify:
            'verify:\n  after: 30d\n  objective:\n    - { id: up, expect: health.score >= 70, primary: true }\n    - { id: up, expect: logins >= 5 }',
        }),
      ),
    ).toEqual(['error duplicate-id', 'error duplicate-id']);
  });

  test('the same word may be a step, an exit and an objective', () => {
    expect(
      codes(
        playbookText({
          steps: 'steps:\n  - { id: up, wait: 7d }',
          exit: 'exit:\n  - { id: up, when: health.score >= 75, as: success }',
          verify: 'verify:\n  after: 30d\n  objective:\n    - { id: up, expect: health.score >= 70, primary: true }',
        }),
      ),
    ).toEqual([]);
  });

  test('a question of the verification shares its names with the steps', () => {
    const ask = (...ids: string[]): string =>
      `verify:
  after: 30d
  objective: [{ id: health_up, expect: health.score >= 70, primary: true }]
  subjective:
${ids
  .map((id) => `    - { id: ${id}, ask: account.csm, question: Worth it?, answers: [agree, unsure], good: [agree] }`)
  .join('\n')}`;
    expect([codes(playbookText({ verify: ask('call') })), codes(playbookText({ verify: ask('worth', 'worth') }))]).toEqual([
      ['error duplicate-id'],
      ['error duplicate-id'],
    ]);
    expect(codes(playbookText({ verify: ask('worth', 'again') }))).toEqual([]);
  });
});
