import type { Diagnostic, Span } from '../../model/diagnostic.js';
import { sha256 } from '../../model/sha256.js';
import { ALL_RULES } from '../../rules/all-rules.js';
import { isCode } from '../code-severity.js';
import { fullMessage, type LintOutput } from './lint-output.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A path as a URI reference relative to the root of the sources; one that is outside of it is absolute. */
function location(path: string): { readonly uri: string; readonly uriBaseId?: string } {
  const parts = path.replace(/[\ud800-\udfff]/gu, '\ufffd').split('/');
  const drive = /^[A-Za-z]:$/.test(parts[0] ?? '');
  const uri = parts.map((part, index) => (drive && index === 0 ? part : encodeURIComponent(part))).join('/');
  if (path.startsWith('/')) return { uri: `file://${uri}` };
  return drive ? { uri: `file:///${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

function region({ line, column, endLine, endColumn }: Span) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** The rules something is said about, in order of their codes. */
function ruleDescriptors(codes: readonly string[]) {
  return codes.map((code) => {
    const rule = isCode(code) ? ALL_RULES[code] : undefined;
    if (!rule) return { id: code };
    return {
      id: code,
      shortDescription: { text: rule.says },
      fullDescription: { text: rule.why },
      help: { text: `${rule.says} ${rule.why}` },
      defaultConfiguration: { level: rule.severity },
      properties: { tags: [rule.family] },
    };
  });
}

/** The same mistake in the same line keeps its fingerprint when lines above it come and go. */
class Fingerprints {
  private readonly seen = new Map<string, number>();

  constructor(private readonly lines: ReadonlyMap<string, readonly string[]>) {}

  of({ file, code, span }: Diagnostic): string {
    const key = `${code}\n${file}\n${(this.lines.get(file)?.[span.line - 1] ?? '').trim()}`;
    const nth = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, nth);
    return sha256(`${key}\n${nth}`).slice(0, 32);
  }
}

function fixes({ file, fix, suggestion, message }: Diagnostic) {
  if (!fix) return {};
  const replacement = { deletedRegion: region(fix.span), insertedContent: { text: fix.text } };
  const artifactChanges = [{ artifactLocation: location(file), replacements: [replacement] }];
  return { fixes: [{ description: { text: suggestion ?? message }, artifactChanges }] };
}

/** A SARIF 2.1.0 log of one run. */
export function sarifLog(output: LintOutput): object {
  const codes = [...new Set(output.diagnostics.map(({ code }) => code))].sort();
  const named = new Set(output.diagnostics.map(({ file }) => file));
  const lines = new Map(output.files.flatMap(({ path, text }) => (named.has(path) ? [[path, text.split('\n')] as const] : [])));
  const fingerprints = new Fingerprints(lines);
  const results = output.diagnostics.map((diagnostic) => ({
    ruleId: diagnostic.code,
    ruleIndex: codes.indexOf(diagnostic.code),
    level: diagnostic.severity,
    message: { text: fullMessage(diagnostic) },
    locations: [{ physicalLocation: { artifactLocation: location(diagnostic.file), region: region(diagnostic.span) } }],
    partialFingerprints: { 'sopwithLint/v1': fingerprints.of(diagnostic) },
    ...fixes(diagnostic),
  }));
  const driver = { name: 'sopwith', version: output.version, rules: ruleDescriptors(codes) };
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', invocations: [{ executionSuccessful: true }], results }],
  };
}
