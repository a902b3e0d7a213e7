import { existsSync, statSync } from 'node:fs';
import { compileScenario } from '../../../workflows/compile/compile-scenario.js';
import { didYouMean } from '../../../workflows/model/did-you-mean.js';
import { saysOf } from '../../../workflows/model/diagnostic.js';
import { formatDiagnostic } from '../../../workflows/language/format-diagnostic.js';
import type { PlaybookTest } from '../../../workflows/model/playbook-test.js';
import { found, usage } from '../failure.js';
import { MACHINE_FILES } from '../read-text-file.js';
import type { AskedPlaybook } from '../test-books/compile-asked.js';

function listed(tests: readonly PlaybookTest[]): string {
  return tests.map(({ name }) => JSON.stringify(name)).join(', ');
}

/** A scenario in a file of its own. @throws CliFailure (exit 1) with everything wrong in it. */
function readScenario({ playbook, files }: AskedPlaybook, path: string): PlaybookTest {
  const { text } = MACHINE_FILES.read(path);
  const { test, diagnostics } = compileScenario(files, playbook.file, { path, text });
  if (test) return test;
  const told = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text)).join('\n');
  throw found('scenario-has-errors', `${path} is no scenario of ${playbook.plan.playbook}:\n\n${told}`, 'Correct it');
}

/**
 * The scenario a run is played through: a test of the playbook by its name, a file that holds one, or, when nothing is
 * said, the account of the first test in which one enters.
 * @throws CliFailure (exit 2) when there is no such scenario.
 */
export function findScenario(asked: AskedPlaybook, wanted: string | undefined): PlaybookTest {
  const { plan, tests } = asked.playbook;
  if (wanted === undefined) {
    const first = tests.find(({ expect }) => expect.enrolled !== false && expect.skipped === null && expect.because === null);
    if (first) return first;
    const fix = 'Write a scenario file with given: and name it with --scenario';
    throw usage('no-scenario', `${plan.playbook} has no test in which an account enters`, fix);
  }
  const named = tests.find(({ name }) => name === wanted);
  if (named) return named;
  if (existsSync(wanted) && statSync(wanted).isFile()) return readScenario(asked, wanted);
  const near = didYouMean(
    wanted,
    tests.map(({ name }) => name),
  );
  const known = tests.length === 0 ? 'it has none' : `its tests are ${listed(tests)}`;
  throw usage(
    'no-such-scenario',
    `${JSON.stringify(wanted)} is neither a test of ${plan.playbook} (${known}) nor a file`,
    saysOf(near) ?? 'Name one of its tests, or a YAML file with given: and timeline:',
  );
}
