import { xmlAttribute, xmlContent } from '../model/xml-text.js';
import { sayDifference, type TestedPlaybook, type TestedPlaybookTest } from './test-playbook.js';

function testCase({ file, span, name, differences }: TestedPlaybookTest, playbook: string): string {
  const open = `    <testcase name="${xmlAttribute(name)}" classname="${xmlAttribute(playbook)}" file="${xmlAttribute(file)}" line="${span.line}" time="0"`;
  const told = differences.map(sayDifference);
  const [first] = told;
  if (first === undefined) return `${open}/>`;
  const failure = `<failure type="test-failed" message="${xmlAttribute(first)}">${xmlContent(told.join('\n'))}</failure>`;
  return `${open}>\n      ${failure}\n    </testcase>`;
}

const failuresOf = (tests: readonly TestedPlaybookTest[]): number => tests.filter(({ status }) => status === 'failed').length;

/** JUnit XML: a suite per playbook, a case per test. */
export function junitTests(playbooks: readonly TestedPlaybook[]): string {
  const suites = playbooks.map(({ file, playbook, tests }) => {
    const counts = `tests="${tests.length}" failures="${failuresOf(tests)}" errors="0" skipped="0" time="0"`;
    const cases = tests.map((test) => `${testCase(test, playbook)}\n`).join('');
    return `  <testsuite name="${xmlAttribute(playbook)}" file="${xmlAttribute(file)}" ${counts}>\n${cases}  </testsuite>`;
  });
  const tests = playbooks.flatMap((playbook) => playbook.tests);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sopwith test" tests="${tests.length}" failures="${failuresOf(tests)}" errors="0" time="0">`,
    ...suites,
    '</testsuites>',
  ].join('\n');
}
