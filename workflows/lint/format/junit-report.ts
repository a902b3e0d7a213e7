import { formatDiagnostic } from '../../language/format-diagnostic.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { xmlAttribute, xmlContent } from '../../model/xml-text.js';
import { byFile, type LintOutput } from './lint-output.js';

function testCase(diagnostic: Diagnostic, text: string | undefined): string {
  const { file, span, severity, code, message } = diagnostic;
  const name = `${span.line}:${span.column} ${code}`;
  const open = `    <testcase name="${xmlAttribute(name)}" classname="${xmlAttribute(file)}" file="${xmlAttribute(file)}" line="${span.line}" time="0">`;
  const told = xmlContent(formatDiagnostic(diagnostic, text));
  const inner =
    severity === 'error'
      ? `<failure type="${xmlAttribute(code)}" message="${xmlAttribute(message)}">${told}</failure>`
      : `<system-out>${told}</system-out>`;
  return `${open}\n      ${inner}\n    </testcase>`;
}

function suite(file: string, diagnostics: readonly Diagnostic[], text: string | undefined): string {
  const failures = diagnostics.filter(({ severity }) => severity === 'error').length;
  // A suite without a case counts as one that did not run.
  const cases =
    diagnostics.length > 0
      ? diagnostics.map((one) => testCase(one, text))
      : [`    <testcase name="lint" classname="${xmlAttribute(file)}" file="${xmlAttribute(file)}" time="0"/>`];
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="0"`;
  return `  <testsuite name="${xmlAttribute(file)}" ${counts}>\n${cases.join('\n')}\n  </testsuite>`;
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
