import { Diagnostics } from '../language/diagnostics.js';
import { parseYaml } from '../language/parse-yaml.js';
import { readPlaybook } from '../language/read-playbook.js';
import { SourceText } from '../language/source-text.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SourceFile } from '../model/playbook.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import { bindOutsideSteps } from './bind-playbook.js';
import { byPath } from './compile-book.js';
import { compileGround } from './compile-ground.js';

/**
 * Reads a test that stands in a file of its own (`given`, `timeline`, and if it likes `name` and `expect`), against the
 * steps, exits and names of a playbook.
 * @param files the playbook's book, without errors
 * @param playbook path of the playbook's file among them
 */
export function compileScenario(
  files: readonly SourceFile[],
  playbook: string,
  scenario: SourceFile,
): { readonly test: PlaybookTest | null; readonly diagnostics: readonly Diagnostic[] } {
  const ground = compileGround([...files].sort(byPath));
  const opened = ground.playbooks.find(({ document }) => document.root.reader.source.file === playbook);
  const diagnostics = new Diagnostics();
  const source = new SourceText(scenario.path, scenario.text);
  const node = parseYaml(source, diagnostics);
  if (!opened || !node) return { test: null, diagnostics: diagnostics.all() };
  const root = { reader: { source, diagnostics }, node, anchor: source.restOfLine(node.range?.[0] ?? 0), name: '' };
  const read = readPlaybook(opened.document.root, ground.names, root);
  const [test] = read ? bindOutsideSteps(read).tests : [];
  return { test: diagnostics.errors() > 0 ? null : (test ?? null), diagnostics: diagnostics.all() };
}
