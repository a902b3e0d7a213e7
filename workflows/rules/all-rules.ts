import { checkPace } from './check-pace.js';
import { checkUnread } from './check-unread.js';
import { duplicateArm } from './duplicate-arm.js';
import { duplicateId } from './duplicate-id.js';
import { eagerTrigger } from './eager-trigger.js';
import { emptyBranch } from './empty-branch.js';
import { exitContradictsStart } from './exit-contradicts-start.js';
import { lastWait } from './last-wait.js';
import { missingContact } from './missing-contact.js';
import { noExitNoVerify } from './no-exit-no-verify.js';
import { noHoldout } from './no-holdout.js';
import { noTests } from './no-tests.js';
import { nobodyEnters } from './nobody-enters.js';
import { onePrimaryObjective } from './one-primary-objective.js';
import { outcomesUnused } from './outcomes-unused.js';
import type { Rule } from './rule.js';
import { taskTiming } from './task-timing.js';
import { waitBeyondExit } from './wait-beyond-exit.js';

/** Every rule a playbook is held against once its parts are well-formed. */
export const ALL_RULES: readonly Rule[] = [
  checkPace,
  checkUnread,
  duplicateArm,
  duplicateId,
  eagerTrigger,
  emptyBranch,
  exitContradictsStart,
  lastWait,
  missingContact,
  noExitNoVerify,
  noHoldout,
  noTests,
  nobodyEnters,
  onePrimaryObjective,
  outcomesUnused,
  taskTiming,
  waitBeyondExit,
];
