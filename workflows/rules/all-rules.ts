import { ambiguousFor } from './shape/ambiguous-for.js';
import { chainedComparison } from './shape/chained-comparison.js';
import { commentEatsText } from './shape/comment-eats-text.js';
import { conditionSyntax } from './shape/condition-syntax.js';
import { duplicateKey } from './shape/duplicate-key.js';
import { emptyFile } from './shape/empty-file.js';
import { ignoreError } from './shape/ignore-error.js';
import { ignoreUnknownCode } from './shape/ignore-unknown-code.js';
import { ignoreUnused } from './shape/ignore-unused.js';
import { ignoreWithoutReason } from './shape/ignore-without-reason.js';
import { invalidDuration } from './shape/invalid-duration.js';
import { invalidId } from './shape/invalid-id.js';
import { invalidValue } from './shape/invalid-value.js';
import { missingKey } from './shape/missing-key.js';
import { missingOtherwise } from './shape/missing-otherwise.js';
import { mixedAndOr } from './shape/mixed-and-or.js';
import { nestingTooDeep } from './shape/nesting-too-deep.js';
import { notText } from './shape/not-text.js';
import { templateFeature } from './shape/template-feature.js';
import { templateFormat } from './shape/template-format.js';
import { templateSyntax } from './shape/template-syntax.js';
import { templateUrl } from './shape/template-url.js';
import { unknownApiVersion } from './shape/unknown-api-version.js';
import { unknownKey } from './shape/unknown-key.js';
import { unknownKind } from './shape/unknown-kind.js';
import { unquotedTemplate } from './shape/unquoted-template.js';
import { verbCount } from './shape/verb-count.js';
import { weights } from './shape/weights.js';
import { wrongOperator } from './shape/wrong-operator.js';
import { wrongShape } from './shape/wrong-shape.js';
import { yamlFeature } from './shape/yaml-feature.js';
import { yamlLimit } from './shape/yaml-limit.js';
import { yamlSyntax } from './shape/yaml-syntax.js';
import { alwaysFalse } from './names/always-false.js';
import { alwaysTrue } from './names/always-true.js';
import { definitionCycle } from './names/definition-cycle.js';
import { duplicateId } from './names/duplicate-id.js';
import { invalidRecipient } from './names/invalid-recipient.js';
import { metricCycle } from './names/metric-cycle.js';
import { noMetrics } from './names/no-metrics.js';
import { notReadableHere } from './names/not-readable-here.js';
import { percentVsNumber } from './names/percent-vs-number.js';
import { templateLocaleDiffers } from './names/template-locale-differs.js';
import { templateLocaleMissing } from './names/template-locale-missing.js';
import { templateMissing } from './names/template-missing.js';
import { templatePath } from './names/template-path.js';
import { templateUnused } from './names/template-unused.js';
import { typeMismatch } from './names/type-mismatch.js';
import { unknownFunction } from './names/unknown-function.js';
import { unknownName } from './names/unknown-name.js';
import { unknownReference } from './names/unknown-reference.js';
import { unknownValue } from './names/unknown-value.js';
import { unreachableSegment } from './names/unreachable-segment.js';
import { unreachableStage } from './names/unreachable-stage.js';
import { wrongArgument } from './names/wrong-argument.js';
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
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import type { RuleDefinition } from './rule.js';

/** What every code means, in the order of the reference: shape, names, practice. A code without its file does not compile. */
export const ALL_RULES: Readonly<Record<DiagnosticCode, RuleDefinition>> = {
  'ambiguous-for': ambiguousFor,
  'chained-comparison': chainedComparison,
  'comment-eats-text': commentEatsText,
  'condition-syntax': conditionSyntax,
  'duplicate-key': duplicateKey,
  'empty-file': emptyFile,
  'ignore-error': ignoreError,
  'ignore-unknown-code': ignoreUnknownCode,
  'ignore-unused': ignoreUnused,
  'ignore-without-reason': ignoreWithoutReason,
  'invalid-duration': invalidDuration,
  'invalid-id': invalidId,
  'invalid-value': invalidValue,
  'missing-key': missingKey,
  'missing-otherwise': missingOtherwise,
  'mixed-and-or': mixedAndOr,
  'nesting-too-deep': nestingTooDeep,
  'not-text': notText,
  'template-feature': templateFeature,
  'template-format': templateFormat,
  'template-syntax': templateSyntax,
  'template-url': templateUrl,
  'unknown-api-version': unknownApiVersion,
  'unknown-key': unknownKey,
  'unknown-kind': unknownKind,
  'unquoted-template': unquotedTemplate,
  'verb-count': verbCount,
  weights: weights,
  'wrong-operator': wrongOperator,
  'wrong-shape': wrongShape,
  'yaml-feature': yamlFeature,
  'yaml-limit': yamlLimit,
  'yaml-syntax': yamlSyntax,
  'always-false': alwaysFalse,
  'always-true': alwaysTrue,
  'definition-cycle': definitionCycle,
  'duplicate-id': duplicateId,
  'invalid-recipient': invalidRecipient,
  'metric-cycle': metricCycle,
  'no-metrics': noMetrics,
  'not-readable-here': notReadableHere,
  'percent-vs-number': percentVsNumber,
  'template-locale-differs': templateLocaleDiffers,
  'template-locale-missing': templateLocaleMissing,
  'template-missing': templateMissing,
  'template-path': templatePath,
  'template-unused': templateUnused,
  'type-mismatch': typeMismatch,
  'unknown-function': unknownFunction,
  'unknown-name': unknownName,
  'unknown-reference': unknownReference,
  'unknown-value': unknownValue,
  'unreachable-segment': unreachableSegment,
  'unreachable-stage': unreachableStage,
  'wrong-argument': wrongArgument,
  'again-too-soon': againTooSoon,
  'answer-unread': answerUnread,
  'arms-overlap': armsOverlap,
  'branch-untested': branchUntested,
  'check-pace': checkPace,
  'check-too-early': checkTooEarly,
  'check-too-often': checkTooOften,
  'check-unread': checkUnread,
  'contact-unsure': contactUnsure,
  'duplicate-arm': duplicateArm,
  'eager-trigger': eagerTrigger,
  'effect-unchecked': effectUnchecked,
  'else-ask-missing': elseAskMissing,
  'empty-branch': emptyBranch,
  'escalates-to-itself': escalatesToItself,
  'evidence-missing': evidenceMissing,
  'exit-contradicts-start': exitContradictsStart,
  'exit-hidden': exitHidden,
  'exit-untested': exitUntested,
  'flapping-exit': flappingExit,
  'for-finer-than-metric': forFinerThanMetric,
  'foregone-condition': foregoneCondition,
  'holdout-too-small': holdoutTooSmall,
  'impossible-condition': impossibleCondition,
  'in-app-overlaps': inAppOverlaps,
  'lane-holds-up': laneHoldsUp,
  'last-wait': lastWait,
  'mail-before-call': mailBeforeCall,
  'mail-to-who-left': mailToWhoLeft,
  'mails-after-churn': mailsAfterChurn,
  'manual-holdout': manualHoldout,
  'missing-contact': missingContact,
  'mixed-day-units': mixedDayUnits,
  'muted-mailed': mutedMailed,
  'no-entering-test': noEnteringTest,
  'no-exit-no-verify': noExitNoVerify,
  'no-holdout': noHoldout,
  'no-kept-out-test': noKeptOutTest,
  'no-primary-objective': noPrimaryObjective,
  'no-tests': noTests,
  'nobody-enters': nobodyEnters,
  'objective-already-true': objectiveAlreadyTrue,
  'objective-off-topic': objectiveOffTopic,
  'objective-repeated': objectiveRepeated,
  'once-only-recurring': onceOnlyRecurring,
  'outcome-falls-through': outcomeFallsThrough,
  'outcomes-unused': outcomesUnused,
  'parameter-unused': parameterUnused,
  'redundant-condition': redundantCondition,
  'rescue-unverified': rescueUnverified,
  'retry-beyond-next': retryBeyondNext,
  'same-priority': samePriority,
  'same-trigger': sameTrigger,
  'sends-in-a-row': sendsInARow,
  'starts-too-late': startsTooLate,
  'task-due-in-days': taskDueInDays,
  'task-timing': taskTiming,
  'task-unassigned': taskUnassigned,
  'template-mixed-audience': templateMixedAudience,
  'too-many-emails': tooManyEmails,
  'trigger-faster-than-metric': triggerFasterThanMetric,
  'unreachable-arm': unreachableArm,
  'unreachable-step': unreachableStep,
  'verify-misses-renewal': verifyMissesRenewal,
  'verify-too-soon': verifyTooSoon,
  'wait-beyond-contract': waitBeyondContract,
  'wait-beyond-exit': waitBeyondExit,
  'wait-into-weekend': waitIntoWeekend,
  'when-foregone': whenForegone,
};
