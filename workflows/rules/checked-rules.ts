import { duplicateId } from './names/duplicate-id.js';
import { againTooSoon } from './practice/again-too-soon.js';
import { answerUnread } from './practice/answer-unread.js';
import { armsOverlap } from './practice/arms-overlap.js';
import { branchUntested } from './practice/branch-untested.js';
import { checkPace } from './practice/check-pace.js';
import { checkTooEarly } from './practice/check-too-early.js';
import { checkTooOften } from './practice/check-too-often.js';
import { checkUnread } from './practice/check-unread.js';
import { contactUnsure } from './practice/contact-unsure.js';
import { duplicateArm } from './practice/duplicate-arm.js';
import { eagerTrigger } from './practice/eager-trigger.js';
import { effectUnchecked } from './practice/effect-unchecked.js';
import { elseAskMissing } from './practice/else-ask-missing.js';
import { emptyBranch } from './practice/empty-branch.js';
import { escalatesToItself } from './practice/escalates-to-itself.js';
import { evidenceMissing } from './practice/evidence-missing.js';
import { exitContradictsStart } from './practice/exit-contradicts-start.js';
import { exitHidden } from './practice/exit-hidden.js';
import { exitUntested } from './practice/exit-untested.js';
import { flappingExit } from './practice/flapping-exit.js';
import { forFinerThanMetric } from './practice/for-finer-than-metric.js';
import { foregoneCondition } from './practice/foregone-condition.js';
import { holdoutTooSmall } from './practice/holdout-too-small.js';
import { impossibleCondition } from './practice/impossible-condition.js';
import { inAppOverlaps } from './practice/in-app-overlaps.js';
import { laneHoldsUp } from './practice/lane-holds-up.js';
import { lastWait } from './practice/last-wait.js';
import { mailBeforeCall } from './practice/mail-before-call.js';
import { mailToWhoLeft } from './practice/mail-to-who-left.js';
import { mailsAfterChurn } from './practice/mails-after-churn.js';
import { manualHoldout } from './practice/manual-holdout.js';
import { missingContact } from './practice/missing-contact.js';
import { mixedDayUnits } from './practice/mixed-day-units.js';
import { mutedMailed } from './practice/muted-mailed.js';
import { noEnteringTest } from './practice/no-entering-test.js';
import { noExitNoVerify } from './practice/no-exit-no-verify.js';
import { noHoldout } from './practice/no-holdout.js';
import { noKeptOutTest } from './practice/no-kept-out-test.js';
import { noPrimaryObjective } from './practice/no-primary-objective.js';
import { noTests } from './practice/no-tests.js';
import { nobodyEnters } from './practice/nobody-enters.js';
import { objectiveAlreadyTrue } from './practice/objective-already-true.js';
import { objectiveOffTopic } from './practice/objective-off-topic.js';
import { objectiveRepeated } from './practice/objective-repeated.js';
import { onceOnlyRecurring } from './practice/once-only-recurring.js';
import { outcomeFallsThrough } from './practice/outcome-falls-through.js';
import { outcomesUnused } from './practice/outcomes-unused.js';
import { parameterUnused } from './practice/parameter-unused.js';
import { redundantCondition } from './practice/redundant-condition.js';
import { rescueUnverified } from './practice/rescue-unverified.js';
import { retryBeyondNext } from './practice/retry-beyond-next.js';
import { samePriority } from './practice/same-priority.js';
import { sameTrigger } from './practice/same-trigger.js';
import { sendsInARow } from './practice/sends-in-a-row.js';
import { startsTooLate } from './practice/starts-too-late.js';
import { taskDueInDays } from './practice/task-due-in-days.js';
import { taskTiming } from './practice/task-timing.js';
import { taskUnassigned } from './practice/task-unassigned.js';
import { templateMixedAudience } from './practice/template-mixed-audience.js';
import { tooManyEmails } from './practice/too-many-emails.js';
import { triggerFasterThanMetric } from './practice/trigger-faster-than-metric.js';
import { unreachableArm } from './practice/unreachable-arm.js';
import { unreachableStep } from './practice/unreachable-step.js';
import { verifyMissesRenewal } from './practice/verify-misses-renewal.js';
import { verifyTooSoon } from './practice/verify-too-soon.js';
import { waitBeyondContract } from './practice/wait-beyond-contract.js';
import { waitBeyondExit } from './practice/wait-beyond-exit.js';
import { waitIntoWeekend } from './practice/wait-into-weekend.js';
import { whenForegone } from './practice/when-foregone.js';
import type { BookRule, Rule } from './rule.js';

/** Every rule a playbook is held against once its parts are well-formed. */
export const CHECKED_RULES: readonly Rule[] = [
  duplicateId,
  againTooSoon,
  answerUnread,
  armsOverlap,
  branchUntested,
  checkPace,
  checkTooEarly,
  checkTooOften,
  checkUnread,
  contactUnsure,
  duplicateArm,
  eagerTrigger,
  effectUnchecked,
  elseAskMissing,
  emptyBranch,
  escalatesToItself,
  evidenceMissing,
  exitContradictsStart,
  exitHidden,
  exitUntested,
  flappingExit,
  forFinerThanMetric,
  foregoneCondition,
  holdoutTooSmall,
  impossibleCondition,
  inAppOverlaps,
  laneHoldsUp,
  lastWait,
  mailBeforeCall,
  mailToWhoLeft,
  mailsAfterChurn,
  manualHoldout,
  missingContact,
  mixedDayUnits,
  mutedMailed,
  noEnteringTest,
  noExitNoVerify,
  noHoldout,
  noKeptOutTest,
  noPrimaryObjective,
  noTests,
  nobodyEnters,
  objectiveAlreadyTrue,
  objectiveOffTopic,
  objectiveRepeated,
  onceOnlyRecurring,
  outcomeFallsThrough,
  outcomesUnused,
  parameterUnused,
  redundantCondition,
  rescueUnverified,
  retryBeyondNext,
  sendsInARow,
  startsTooLate,
  taskDueInDays,
  taskTiming,
  taskUnassigned,
  tooManyEmails,
  triggerFasterThanMetric,
  unreachableArm,
  unreachableStep,
  verifyMissesRenewal,
  verifyTooSoon,
  waitBeyondContract,
  waitBeyondExit,
  waitIntoWeekend,
  whenForegone,
];

/** Every rule about the playbooks of a book together. */
export const BOOK_RULES: readonly BookRule[] = [samePriority, sameTrigger, templateMixedAudience];
