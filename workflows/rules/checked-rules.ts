import { duplicateId } from './names/duplicate-id.js';
import { checkPace } from './practice/check-pace.js';
import { checkUnread } from './practice/check-unread.js';
import { duplicateArm } from './practice/duplicate-arm.js';
import { eagerTrigger } from './practice/eager-trigger.js';
import { emptyBranch } from './practice/empty-branch.js';
import { exitContradictsStart } from './practice/exit-contradicts-start.js';
import { lastWait } from './practice/last-wait.js';
import { missingContact } from './practice/missing-contact.js';
import { noExitNoVerify } from './practice/no-exit-no-verify.js';
import { noHoldout } from './practice/no-holdout.js';
import { noPrimaryObjective } from './practice/no-primary-objective.js';
import { noTests } from './practice/no-tests.js';
import { nobodyEnters } from './practice/nobody-enters.js';
import { outcomesUnused } from './practice/outcomes-unused.js';
import { taskTiming } from './practice/task-timing.js';
import { waitBeyondExit } from './practice/wait-beyond-exit.js';
import type { BookRule, Rule } from './rule.js';

/** Every rule a playbook is held against once its parts are well-formed. */
export const CHECKED_RULES: readonly Rule[] = [
  duplicateId,
  checkPace,
  checkUnread,
  duplicateArm,
  eagerTrigger,
  emptyBranch,
  exitContradictsStart,
  lastWait,
  missingContact,
  noExitNoVerify,
  noHoldout,
  noPrimaryObjective,
  noTests,
  nobodyEnters,
  outcomesUnused,
  taskTiming,
  waitBeyondExit,
];

/** Every rule about the playbooks of a book together. */
export const BOOK_RULES: readonly BookRule[] = [];
