import type { Condition } from '../../model/condition.js';
import type { Playbook } from '../../model/playbook.js';
import { touches } from '../audience.js';
import { startConditions } from '../conditions-of.js';
import { excludes } from '../logic/implies.js';
import { groupBy } from '../group-by.js';
import type { BookRule } from '../rule.js';

/** What opens a playbook, as a text; null = it is opened by hand. */
function doorOf({ start }: Playbook): string | null {
  const when = (start.kind === 'manual' ? null : start.when) ?? null;
  const texts = when ? `${when.mode}:${[...when.of.map(({ text }) => text)].sort().join(';')}` : '';
  switch (start.kind) {
    case 'manual':
      return null;
    case 'becomes_true':
      return `becomes ${texts}`;
    case 'event':
      return `event ${start.event.value} ${texts}`;
    case 'at_date':
      return `at ${JSON.stringify(start.offset)} ${start.direction} ${start.anchor} ${texts}`;
    case 'every_period':
      return `every ${JSON.stringify(start.period)} ${texts}`;
    case 'milestone_missed':
      return `missed ${start.milestone.value} ${start.byDay ?? ''} ${texts}`;
  }
}

/** Two playbooks for one moment and the same accounts: the customer gets both. */
export const sameTrigger: BookRule = {
  code: 'same-trigger',
  family: 'practice',
  severity: 'warning',
  says: 'Two playbooks with the same trigger, the same priority and overlapping accounts.',
  saysZh: '两个剧本触发条件与优先级相同，且客户范围重叠。',
  why: 'Both start for the same account on the same day. The customer gets two mails and two calls about one thing, and neither effect can be measured.',
  wrong: {
    'adoption/first.playbook.yaml': 'id: first\n',
    'adoption/second.playbook.yaml': 'id: second\n',
  },
  right: {
    'adoption/first.playbook.yaml': 'id: first\nenroll: { only: [account.segment is "smb"], holdout: 10% }\n',
    'adoption/second.playbook.yaml': 'id: second\nenroll: { only: [account.segment is "mid"], holdout: 10% }\n',
  },
  checkBook: (playbooks) => {
    // What nobody notices may happen twice.
    const byDoor = groupBy(
      playbooks.filter(({ steps }) => steps.some(touches)),
      ({ playbook }) => doorOf(playbook),
    );
    return [...byDoor].flatMap(([door, same]) => {
      if (door === null) return [];
      const entering = same.map(({ playbook }): Condition => ({
        kind: 'all',
        of: startConditions(playbook).map(({ condition }) => condition),
      }));
      return same.flatMap(({ playbook }, index) => {
        const other = same.slice(0, index).find(
          (one, place) =>
            // Different priorities say who wins.
            one.playbook.enroll.priority === playbook.enroll.priority &&
            !excludes(entering[place] ?? { kind: 'all', of: [] }, entering[index] ?? { kind: 'all', of: [] }),
        );
        if (!other) return [];
        const message = `${playbook.id.value} starts for the same accounts at the same moment as ${other.playbook.id.value} in ${other.playbook.file}`;
        const suggestion = 'part them with enroll: only:, give one the higher priority:, or make them one';
        return [{ file: playbook.file, span: playbook.id.span, message, suggestion }];
      });
    });
  },
};
