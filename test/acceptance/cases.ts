/** Where a case of the list of acceptance cases is proven: a spec file below `test/` or the sources, and titles in it. */
export interface Proof {
  readonly file: string;
  readonly titles: readonly string[];
}

export interface AcceptanceCase {
  readonly law: string;
  readonly proofs: readonly Proof[];
  /** Of another part of the product than the engine: which. */
  readonly belongsTo?: string;
  /** What is not promised today. */
  readonly note?: string;
}

const at = (file: string, ...titles: string[]): Proof => ({ file, titles });
const here = (file: string, ...titles: string[]): Proof => at(`test/acceptance/${file}.spec.ts`, ...titles);
const integration = (file: string, ...titles: string[]): Proof => at(`test/integration/${file}.spec.ts`, ...titles);

/** The twenty cases that users of other products complain about, and where each is proven. `cases.spec.ts` keeps it true. */
export const CASES: Readonly<Record<number, AcceptanceCase>> = {
  1: {
    law: 'a goal met on day 1 of a 30-day wait ends the run now; open tasks are closed with the reason, later steps never sent',
    proofs: [
      here('leaving', 'case 1: the goal is met on day 1 of a 30-day wait'),
      integration('worker', 'an exit takes effect at once: the open task is closed with it and nothing more is sent'),
    ],
  },
  2: {
    law: 'what happens during a pause is honoured when the run goes on; timers extend or keep the wall clock, as declared',
    proofs: [
      here('leaving', 'case 2: something happens while the run is paused'),
      integration(
        'orders',
        'pauses it: an exit that is met meanwhile is held, shows everywhere, and is honoured when it goes on',
      ),
    ],
  },
  3: {
    law: 'a wait made shorter, longer or deleted on publish: pinned runs keep theirs, migrated ones advance or are rescheduled',
    proofs: [
      here('publishing', 'case 3: a wait is edited and published while runs stand on it'),
      integration(
        'playbook-orders',
        'shows first what each would do, and changes nothing',
        'carries it out run by run: a wait whose new end is past is over at once; everything is on record',
      ),
    ],
  },
  4: {
    law: 'a condition that comes back enrolls by the declared policy: as it matches, cool-down, once, at most so many, never twice',
    proofs: [
      here('enrollment', 'case 4: a condition is true, then false, then true again'),
      integration('sweeps', 'a flapping condition opens an episode per edge, each with one decision, and never two runs at once'),
    ],
  },
  5: {
    law: 'the same person in two accounts gets a step of a run once, however often it is repeated',
    proofs: [
      here('steps', 'case 5: the same person in two accounts'),
      integration(
        'worker-stores',
        'an e-mail is there once, whoever queues it again',
        'each reader gets one, however often it is posted',
      ),
    ],
    note: 'one message over all accounts of a person is for the contact budget of the channels; the engine knows no contacts',
  },
  6: {
    law: 'of two true branches the first that is written is taken, never a race',
    proofs: [here('steps', 'case 6: two branches are true')],
  },
  7: {
    law: 'a delay that would end on a Saturday ends on the next working day of the account, holidays skipped; so do due dates',
    proofs: [here('steps', 'case 7: a delay would end on a Saturday')],
    note: 'the zone is that of the account (or of the playbook): contacts have none of their own yet',
  },
  8: {
    law: 'a mail provider that is down for hours delays steps; none is lost or doubled, and the playbook stays in force',
    proofs: [
      here('steps', 'case 8: the mail provider is down for six hours'),
      integration('worker', 'a mail server that is down: attempts are visible, and the mail goes out once when it is back'),
      integration('worker-silent-mail', 'a mail server that does not answer keeps no task waiting'),
      integration(
        'engine-faults',
        'a channel that fails for ever is given up after its limit, with a task for a person, and the run goes on',
      ),
    ],
  },
  9: {
    law: 'a retired playbook is drained, stopped or frozen, and leaves no orphan tasks',
    proofs: [
      here('people', 'case 9: a playbook is retired'),
      integration(
        'playbook-orders',
        'takes nobody in, by hand or by a sweep, says why, and a new version changes nothing about it',
        'stopped: every run is cancelled and no task stays open, however often the worker dies on the way',
        'frozen: live runs are paused until it is reopened, those that people paused stay paused',
      ),
    ],
  },
  10: {
    law: 'when a CSM leaves, the open tasks of a run follow, audited',
    proofs: [
      here('people', 'case 10: a CSM leaves'),
      integration('orders', 'hands it over with its open tasks, and whom it began with stays on record'),
    ],
  },
  11: {
    law: 'however often a deadline is moved, on time is judged by the first one',
    proofs: [here('people', 'case 11: a deadline is moved twice')],
  },
  12: {
    law: 'a task without its evidence is refused; ticked while the data say otherwise it is claimed, not verified',
    proofs: [
      here('people', 'case 12: a task is ticked, and the data say otherwise'),
      integration('tasks', 'a note that is too short is refused with what is needed; letters count, blanks around do not'),
    ],
  },
  13: {
    law: 'a churned customer is never enrolled; one that churns while a run is under way leaves it',
    proofs: [
      here('enrollment', 'case 13: a customer who has churned'),
      here('leaving', 'case 13: a customer churns while a run is under way'),
    ],
    note: 'leaving is by an exit of the playbook; the linter warns of a playbook that sends mail and has none',
  },
  14: {
    law: 'a playbook whose action satisfies its own trigger does not loop',
    proofs: [here('self-trigger', 'case 14: a playbook whose action satisfies its own trigger does not loop')],
    note: 'one that takes its own trigger back and declares again_after 0d asks to come again each time, and does',
  },
  15: { law: 'six accounts and no control: not enough data, no lift', proofs: [], belongsTo: 'reports' },
  16: {
    law: 'the same signal for an open case has one effect',
    proofs: [
      here('enrollment', 'case 16: the same signal while a case is open'),
      here('leaving', 'case 16: the same signal again'),
      integration('sweeps', 'a hundred duplicate triggers make one run'),
    ],
  },
  17: { law: 'a goal of the account counts although no mail was sent', proofs: [], belongsTo: 'verification' },
  18: { law: 'metrics by entry cohort and by event date agree in total', proofs: [], belongsTo: 'reports' },
  19: { law: 'an edit after approval invalidates it; nobody approves their own', proofs: [], belongsTo: 'publishing' },
  20: {
    law: 'a holdout account stays one across versions and edits',
    proofs: [here('enrollment', 'case 20: the control group'), here('publishing', 'case 20: a holdout account stays one')],
  },
};
