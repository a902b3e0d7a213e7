import { buildZoneCalendar } from '../../../workflows/evaluate/build-zone-calendar.js';
import type { Plan } from '../../../workflows/model/plan.js';
import type { RunInput } from '../../../workflows/model/run.js';
import type { Instant } from '../../../workflows/model/time.js';
import { ENGINE_VERSION } from '../../../workflows/run/engine-version.js';
import { being, comparing } from '../../support/plan-builder.js';
import {
  branch,
  check,
  DAY,
  email,
  exitAfter,
  exitWhen,
  inApp,
  plan,
  task,
  verifyAfter,
  wait,
} from '../../support/run-builder.js';
import { compileText, playbookText } from '../../support/playbook-text.js';

const YEAR = 366 * DAY;
const recovered = exitWhen('recovered', comparing('logins', '>=', 200));
const loginsUp = comparing('logins', '>=', 100);

const MAIL = 'subject: Hello\n--- text\nHello {{ contact.name }}\n';

/** The same journey as authors write it, so that its plan is as large as theirs. */
function authored(steps: string): Plan {
  const template = { 'welcome.en': MAIL, 'reminder.en': MAIL };
  const text = playbookText({ steps, verify: '', tests: '' });
  const book = compileText(text, template);
  const [compiled] = book.playbooks;
  if (!compiled) throw new Error(book.diagnostics.map(({ message }) => message).join('; '));
  return compiled.plan;
}

const MAIL_AND_WAIT = `steps:
  - id: invite
    email: { template: welcome, to: account.champion }
  - id: a_day
    wait: 1d
  - id: remind
    email: { template: reminder, to: account.champion }
`;

export const twoMailsPlan = (): Plan => authored(MAIL_AND_WAIT);

export const journeyPlan = (): Plan => authored(`${MAIL_AND_WAIT}  - id: another_day\n    wait: 1d\n`);

export const rescuePlan = (): Plan =>
  plan(
    [
      inApp('nudge'),
      wait('look_again', '1d'),
      check('usage', loginsUp),
      branch(
        'by_usage',
        [{ when: being('usage.outcome', 'met'), steps: [email('thanks'), wait('let_it_work', '1d'), email('keep_going')] }],
        [email('help')],
      ),
      wait('calm', '1d'),
      inApp('recap'),
      email('summary'),
    ],
    { exits: [recovered], verify: verifyAfter('1d', loginsUp) },
  );

/** E-mails only: as many steps as a busy server lets pass. */
export const mailsPlan = (steps: number): Plan => plan(Array.from({ length: steps }, (_, index) => email(`mail_${index}`)));

/** Messages, tasks that expire, waits and checks that are asked again each day, in turn. */
export const mixedPlan = (steps: number): Plan => {
  const kinds = [
    (index: number) => email(`invite_${index}`),
    (index: number) => wait(`wait_${index}`, '3d'),
    (index: number) => task(`call_owner_${index}`),
    (index: number) => check(`usage_${index}`, loginsUp, { every: '1d', upTo: '30d' }),
    (index: number) => inApp(`nudge_${index}`),
  ];
  return plan(
    Array.from({ length: steps }, (_, index) => kinds[index % kinds.length]?.(index) ?? email(`mail_${index}`)),
    { exits: [recovered, exitAfter('too_long', '9000d')] },
  );
};

/** What starts a run in production, with the offsets of a zone that changes its clocks. */
export function benchRun({ playbook, version }: Plan, runId: string, startedAt: Instant): RunInput {
  const calendar = buildZoneCalendar('Europe/Berlin', startedAt - YEAR, startedAt + 3 * YEAR);
  return { runId, playbook, version, account: 'acme', arm: 'treatment', startedAt, calendar, engineVersion: ENGINE_VERSION };
}
