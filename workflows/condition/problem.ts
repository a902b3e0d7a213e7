import type { Advice } from '../model/diagnostic.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';

/** A mistake inside the text of a condition; offsets count UTF-16 code units of the text, `end` is exclusive. */
export interface ConditionProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  /** What to write instead; places in it count like those of the problem. */
  readonly suggestion?: string | Advice | undefined;
  readonly start: number;
  readonly end: number;
}

/** Stops the reading of one condition at its first syntax mistake; never leaves this folder. */
export class ConditionSyntaxError extends Error {
  constructor(readonly problem: ConditionProblem) {
    super(problem.message);
  }
}
