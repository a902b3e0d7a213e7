import type { BookNames } from '../language/playbook-scope.js';
import type { Severity, Span } from '../model/diagnostic.js';
import type { DiagnosticCode, RuleFamily } from '../model/diagnostic-code.js';
import type { AuthoredStep, Playbook } from '../model/playbook.js';

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
  /** What the rest of the book offers. */
  readonly names: BookNames;
}

/** A playbook without errors, as rules about a whole book see it. */
export type BookPlaybook = Pick<RuleContext, 'playbook' | 'steps'>;

export interface Finding {
  readonly span: Span;
  readonly message: string;
  /** What to write instead. */
  readonly suggestion: string;
  /** Where, when it is not the playbook's own file. */
  readonly file?: string;
}

/**
 * YAML as the reference shows it. A text holds the parts of a playbook that matter, each from the first column; the
 * rest of the playbook is right. Several files stand under their paths in the book.
 */
export type RuleExample = string | Readonly<Record<string, string>>;

/** One thing that can be wrong: what the reference, editors and SARIF tell about it. */
export interface RuleDefinition {
  readonly code: DiagnosticCode;
  readonly family: RuleFamily;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly says: string;
  readonly saysZh: string;
  /** Why it matters to whoever works with the playbook. */
  readonly why: string;
  /** Gives this code and no other diagnostic. */
  readonly wrong: RuleExample;
  /** The same intent, written so that nothing is left to say. */
  readonly right: RuleExample;
}

/** A rule that judges one playbook whose parts are all well-formed. Other codes are reported while a file is read. */
export interface Rule extends RuleDefinition {
  check(context: RuleContext): readonly Finding[];
}

/** A rule that judges the playbooks of a book together: those without errors, sorted by file. */
export interface BookRule extends RuleDefinition {
  checkBook(playbooks: readonly BookPlaybook[]): readonly (Finding & { readonly file: string })[];
}
