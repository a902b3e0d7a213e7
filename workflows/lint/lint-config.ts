import type { Diagnostic } from '../model/diagnostic.js';
import { didYouMean } from '../model/did-you-mean.js';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from '../model/diagnostic-code.js';
import type { SourceFile } from '../model/playbook.js';
import { Diagnostics } from '../language/diagnostics.js';
import { parseYaml } from '../language/parse-yaml.js';
import { integerOf, oneOf } from '../language/scalars.js';
import { SourceText } from '../language/source-text.js';
import { fieldsOf, kindOf, plain, report, reportAt, type Value } from '../language/value.js';
import { codeSeverity, isCode } from './code-severity.js';

/** The name of the configuration file; the nearest one upwards from a book counts. */
export const LINT_CONFIG_FILE = 'sopwith.lint.yaml';

export const LEVELS = ['off', 'warning', 'error'] as const;
export type Level = (typeof LEVELS)[number];

export interface LintConfig {
  /** Levels that differ from what the codes have of themselves. */
  readonly rules: ReadonlyMap<string, Level>;
  /** Warnings that are still fine; null = any number. */
  readonly maxWarnings: number | null;
  /** What is wrong with the file it was read from. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Every code as it is of itself. */
export const NO_CONFIG: LintConfig = { rules: new Map(), maxWarnings: null, diagnostics: [] };

function rulesOf(value: Value): ReadonlyMap<string, Level> {
  const rules = new Map<string, Level>();
  const fields = fieldsOf(value, { known: [], open: true });
  for (const key of fields?.keys() ?? []) {
    const part = fields?.get(key);
    if (!part) continue;
    if (!isCode(key)) {
      reportAt(
        part,
        part.anchor,
        'ignore-unknown-code',
        `there is no code "${key}"`,
        didYouMean(key, Object.keys(DIAGNOSTIC_CODES)),
      );
      continue;
    }
    const level = levelOf(part, key);
    if (level !== null) rules.set(key, level);
  }
  return rules;
}

function levelOf(value: Value, code: DiagnosticCode): Level | null {
  const level = oneOf(value, LEVELS);
  if (level === null || level === 'error' || codeSeverity(code) === 'warning') return level;
  return report(value, 'ignore-error', `${code} is an error: it cannot be lowered`, 'remove it');
}

/** Reads `sopwith.lint.yaml`. Total: what is wrong is told, the rest counts. */
export function readLintConfig(file: SourceFile): LintConfig {
  const diagnostics = new Diagnostics();
  const source = new SourceText(file.path, file.text);
  const node = parseYaml(source, diagnostics);
  if (!node) return { ...NO_CONFIG, diagnostics: diagnostics.all() };
  const root: Value = { reader: { source, diagnostics }, node, anchor: source.restOfLine(node.range?.[0] ?? 0), name: '' };
  const fields = fieldsOf(root, { known: ['apiVersion', 'kind', 'rules', 'max_warnings'] });
  const version = fields?.get('apiVersion');
  if (version && plain(version) !== 'playbook/v1')
    report(
      version,
      'unknown-api-version',
      `this program reads playbook/v1, this is ${kindOf(version)}`,
      'write apiVersion: playbook/v1',
    );
  const kind = fields?.need('kind', 'LintConfig');
  if (kind && plain(kind) !== 'LintConfig')
    report(kind, 'unknown-kind', `${LINT_CONFIG_FILE} must be of kind LintConfig, this is ${kindOf(kind)}`, {
      says: 'write kind: LintConfig',
      write: 'LintConfig',
    });
  const rules = fields?.get('rules');
  const most = fields?.get('max_warnings');
  return {
    rules: rules ? rulesOf(rules) : new Map(),
    maxWarnings: most ? integerOf(most, 0, 1_000_000) : null,
    diagnostics: diagnostics.sorted(),
  };
}
