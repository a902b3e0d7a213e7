import { didYouMean, nearest } from '../model/did-you-mean.js';
import type { SourceFile } from '../model/playbook.js';
import type { Diagnostics } from './diagnostics.js';
import { parseYaml } from './parse-yaml.js';
import { SourceText } from './source-text.js';
import { BOOK_KINDS, type BookKind } from './vocabulary/book-kind.js';
import { fieldsOf, kindOf, isMapping, plain, report, reportAt, type Value } from './value.js';

const API_VERSION = 'playbook/v1';
/** Documents that other parts of the product read; a folder may hold them beside playbooks. */
const FOREIGN_KINDS = ['Autopilot', 'Mapping', 'Import', 'Book', 'LintConfig', 'Scenario'];

export interface BookDocument {
  readonly kind: BookKind;
  readonly root: Value;
}

/** Opens a YAML file: well-formed, of our version and of a kind we know; else null after one report. */
export function readFile(file: SourceFile, diagnostics: Diagnostics): BookDocument | null {
  const source = new SourceText(file.path, file.text);
  const node = parseYaml(source, diagnostics);
  if (!node) return null;
  const first = source.restOfLine(node.range?.[0] ?? 0);
  const root: Value = { reader: { source, diagnostics }, node, anchor: first, name: '' };
  if (!isMapping(root)) {
    return reportAt(
      root,
      first,
      'wrong-shape',
      `the file must be a mapping, this is ${kindOf(root)}`,
      'begin with apiVersion: playbook/v1 and kind:',
    );
  }
  const fields = fieldsOf(root, { known: [], open: true });
  if (!fields) return null;
  const kindValue = fields.get('kind');
  const kind = kindValue && plain(kindValue);
  if (typeof kind === 'string' && FOREIGN_KINDS.includes(kind)) return null;
  const version = fields.need('apiVersion', API_VERSION);
  if (!version) return null;
  if (plain(version) !== API_VERSION) {
    const says = `write apiVersion: ${API_VERSION}`;
    // Another version is no typing mistake: its file may say things that this one has no words for.
    const typo = typeof plain(version) === 'string' && !/v\d+$/.test(String(plain(version)));
    const meant = typo && nearest(String(plain(version)), [API_VERSION]) !== null;
    return report(
      version,
      'unknown-api-version',
      `this program reads ${API_VERSION}, this is ${kindOf(version)}`,
      meant ? { says, write: API_VERSION } : says,
    );
  }
  const needed = fields.need('kind', 'Playbook');
  if (!needed) return null;
  const known = BOOK_KINDS.find((one) => one === kind);
  if (known) return { kind: known, root };
  return report(
    needed,
    'unknown-kind',
    `there is no kind of document called ${typeof kind === 'string' ? `"${kind}"` : kindOf(needed)}`,
    didYouMean(String(kind), BOOK_KINDS),
  );
}
