import { formatDiagnostic } from '../../language/format-diagnostic.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { byFile, type LintOutput } from './lint-output.js';

/** Characters that XML 1.0 cannot hold, however they are written. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function content(text: string): string {
  return text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
    .replaceAll('\r', '&#13;');
}

/** Readers turn line ends in attributes into spaces unless they are written as references. */
function attribute(text: string): string {
  return content(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

function testCase(diagnostic: Diagnostic, text: string | undefined): string {
  const { file, span, severity, code, message } = diagnostic;
  const name = `${span.line}:${span.column} ${code}`;
  const open = `    <testcase name="${attribute(name)}" classname="${attribute(file)}" file="${attribute(file)}" line="${span.line}" time="0">`;
  const told = content(formatDiagnostic(diagnostic, text));
  const inner =
    severity === 'error'
      ? `<failure type="${attribute(code)}" message="${attribute(message)}">${told}</failure>`
      : `<system-out>${told}</system-out>`;
  return `${open}\n      ${inner}\n    </testcase>`;
}

function suite(file: string, diagnostics: readonly Diagnostic[], text: string | undefined): string {
  const failures = diagnostics.filter(({ severity }) => severity === 'error').length;
  // A suite without a case counts as one that did not run.
  const cases =
    diagnostics.length > 0
      ? diagnostics.map((one) => testCase(one, text))
      : [`    <testcase name="lint" classname="${attribute(file)}" file="${attribute(file)}" time="0"/>`];
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="0"`;
  return `  <testsuite name="${attribute(file)}" ${counts}>\n${cases.join('\n')}\n  </testsuite>`;
}

/** JUnit XML: a suite per file, a failure per error; a warning is a case that passes with a remark. */
export function junitReport(output: LintOutput): string {
  const texts = new Map(output.files.map(({ path, text }) => [path, text]));
  const groups = byFile(output);
  const suites = [...groups].map(([file, diagnostics]) => suite(file, diagnostics, texts.get(file)));
  const tests = [...groups.values()].reduce((sum, { length }) => sum + Math.max(1, length), 0);
  const failures = output.diagnostics.filter(({ severity }) => severity === 'error').length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sopwith lint" tests="${tests}" failures="${failures}" errors="0" time="0">`,
    ...suites,
    '</testsuites>',
  ].join('\n');
}
