import type { AuthoredStep, Playbook } from '../model/playbook.js';
import type { Severity, Span } from '../model/diagnostic.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';

/** A template in one language with the recipients it is sent to. */
export interface RuleTemplate {
  readonly file: string;
  readonly recipients: readonly string[];
  /** What it prints or asks for, with the things an `{{#if}}` around it asked for. */
  readonly used: readonly { readonly path: string; readonly guards: readonly string[]; readonly span: Span }[];
}

export interface RuleContext {
  readonly playbook: Playbook;
  /** Steps at any depth, in the order they are written. */
  readonly steps: readonly AuthoredStep[];
  readonly templates: readonly RuleTemplate[];
}

export interface Finding {
  readonly span: Span;
  readonly message: string;
  /** What to write instead. */
  readonly suggestion: string;
  /** Where, when it is not the playbook's own file. */
  readonly file?: string;
}

/** One thing that can be wrong with a playbook whose parts are all well-formed. */
export interface Rule {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  check(context: RuleContext): readonly Finding[];
}
