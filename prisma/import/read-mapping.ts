import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { nearest } from '../../workflows/model/did-you-mean.js';
import { ImportError } from './import-error.js';
import type { ExtraRow, FieldSource, Mapping, SectionMapping } from './mapping.js';
import { LOCALES, SECTIONS, SHAPES, type Section } from './sections.js';

const API_VERSION = 'playbook/v1';
/** As long as the source of an event in the API. */
const SOURCE_LIMIT = 200;

/** The mapping of a folder that has none of its own. */
export function defaultMapping(folderName: string): Mapping {
  return { source: folderName, timezone: 'UTC', locale: 'en', sections: sectionsFrom(() => undefined) };
}

/**
 * Reads a mapping file.
 * @throws ImportError `import-mapping-invalid` with file:line:column, cause and fix
 */
export function readMapping(file: string, text: string, folderName: string): Mapping {
  return new MappingReader(file, text).read(folderName);
}

function sectionsFrom(read: (section: Section) => Partial<SectionMapping> | undefined): Record<Section, SectionMapping> {
  const entries = SECTIONS.map((section) => {
    const shape = SHAPES[section];
    const columns = Object.entries(shape.fields).map(([field, column]) => [field, { kind: 'column', column } as const] as const);
    const own = read(section);
    const mapping: SectionMapping = {
      file: shape.file,
      fileNamed: false,
      keep: shape.keeps ? null : [],
      also: [],
      ...own,
      fields: { ...Object.fromEntries(columns), ...own?.fields },
    };
    return [section, mapping] as const;
  });
  return Object.fromEntries(entries) as Record<Section, SectionMapping>;
}

class MappingReader {
  private readonly lines = new LineCounter();
  private readonly root: unknown;

  constructor(
    private readonly file: string,
    text: string,
  ) {
    const document = parseDocument(text, {
      lineCounter: this.lines,
      uniqueKeys: true,
      merge: false,
      version: '1.2',
      prettyErrors: false,
    });
    const fault = document.errors[0] ?? document.warnings[0];
    if (fault) throw this.fault(fault.pos[0], fault.message);
    this.root = document.contents;
  }

  read(folderName: string): Mapping {
    const root = this.map(this.root, 'the file');
    this.onlyKeys(root, ['apiVersion', 'kind', 'source', 'timezone', 'locale', ...SECTIONS]);
    const kind = this.text(root, 'kind');
    if (kind !== 'Mapping')
      throw this.fault(this.place(root.get('kind', true)), `kind is ${kind ?? 'missing'}; a mapping begins with "kind: Mapping"`);
    const version = this.text(root, 'apiVersion') ?? API_VERSION;
    if (version !== API_VERSION)
      throw this.fault(this.place(root.get('apiVersion', true)), `apiVersion is ${version}; this program reads ${API_VERSION}`);
    const source = this.text(root, 'source') ?? folderName;
    if (source.length > SOURCE_LIMIT || source === '')
      throw this.fault(this.place(root.get('source', true)), `source has to have 1 to ${SOURCE_LIMIT} characters`);
    const locale = this.text(root, 'locale') ?? 'en';
    if (!LOCALES.includes(locale))
      throw this.fault(this.place(root.get('locale', true)), `locale is ${locale}; write one of ${LOCALES.join(', ')}`);
    const timezone = this.text(root, 'timezone') ?? 'UTC';
    if (!isZone(timezone))
      throw this.fault(this.place(root.get('timezone', true)), `${timezone} is not a time zone; write one such as Europe/London`);
    return {
      source,
      timezone,
      locale,
      sections: sectionsFrom((section) =>
        root.has(section) ? this.section(section, this.map(root.get(section, true), section)) : undefined,
      ),
    };
  }

  private section(section: Section, map: YAMLMap): Partial<SectionMapping> {
    this.onlyKeys(map, ['file', 'fields', 'keep', ...(section === 'members' || section === 'contacts' ? ['also'] : [])]);
    const file = this.text(map, 'file');
    const keep = map.get('keep', true);
    if (keep !== undefined && !isSeq(keep))
      throw this.fault(this.place(keep), `${section}.keep is a list of columns; [] for none`);
    return {
      ...(file === undefined ? {} : { file: file === 'none' ? null : file, fileNamed: file !== 'none' }),
      ...(map.has('fields') ? { fields: this.fields(section, this.map(map.get('fields', true), `${section}.fields`)) } : {}),
      ...(isSeq(keep) ? { keep: keep.items.map((item) => this.scalar(item)) } : {}),
      ...(map.has('also') ? { also: this.also(section, map.get('also', true)) } : {}),
    };
  }

  private also(section: Section, node: unknown): ExtraRow[] {
    if (!isSeq(node)) throw this.fault(this.place(node), `${section}.also is a list of rows`);
    return node.items.map((item) => {
      const row = this.map(item, `a row of ${section}.also`);
      const where = row.has('where') ? this.map(row.get('where', true), 'where') : null;
      const fields = this.fields(section, row, section === 'members', ['where']);
      if (fields['id'] === undefined) throw this.fault(this.place(row), `a row of ${section}.also needs an id`);
      return {
        where: Object.fromEntries(where?.items.map((pair) => [this.scalar(pair.key), this.scalar(pair.value)]) ?? []),
        fields,
      };
    });
  }

  private fields(
    section: Section,
    map: YAMLMap,
    constants = false,
    besides: readonly string[] = [],
  ): Record<string, FieldSource> {
    const known = Object.keys(SHAPES[section].fields);
    this.onlyKeys(map, [...known, ...besides]);
    return Object.fromEntries(
      map.items
        .filter((pair) => !besides.includes(this.scalar(pair.key)))
        .map((pair) => [this.scalar(pair.key), this.source(pair.value, constants)]),
    );
  }

  private source(node: unknown, constant: boolean): FieldSource {
    if (isScalar(node)) {
      const text = this.scalar(node);
      if (constant) return { kind: 'constant', value: text };
      return text.includes('{') ? { kind: 'template', parts: this.template(node, text) } : { kind: 'column', column: text };
    }
    const map = this.map(node, 'a field');
    this.onlyKeys(map, ['value', 'by', 'of', 'otherwise']);
    if (map.has('value')) return { kind: 'constant', value: this.scalar(map.get('value', true)) };
    const by = this.text(map, 'by');
    if (by === undefined || !map.has('of')) {
      throw this.fault(
        this.place(map),
        'a field is a column, a "{template}", { value: ... } or { by: column, of: { value: result } }',
      );
    }
    const of = this.map(map.get('of', true), 'of');
    return {
      kind: 'lookup',
      by,
      of: new Map(of.items.map((pair) => [this.scalar(pair.key), this.scalar(pair.value)])),
      otherwise: this.text(map, 'otherwise') ?? null,
    };
  }

  private template(node: Node, text: string): (string | { column: string })[] {
    const parts = text.split(/(\{[^{}]*\})/).filter((part) => part !== '');
    return parts.map((part) => {
      if (/^\{[^{}]+\}$/.test(part)) return { column: part.slice(1, -1).trim() };
      if (/[{}]/.test(part)) throw this.fault(this.place(node), `a brace without its partner in "${text}"; write {column}`);
      return part;
    });
  }

  private map(node: unknown, what: string): YAMLMap {
    if (!isMap(node)) throw this.fault(this.place(node), `${what} is a list of "key: value" lines`);
    return node;
  }

  private text(map: YAMLMap, key: string): string | undefined {
    return map.has(key) ? this.scalar(map.get(key, true)) : undefined;
  }

  private scalar(node: unknown): string {
    if (!isScalar(node) || node.value === null) throw this.fault(this.place(node), 'a single value is needed here');
    const text = String(node.value);
    if (text.includes('\u0000') || !text.isWellFormed())
      throw this.fault(this.place(node), 'a NUL character or half a character cannot be stored');
    return text;
  }

  private onlyKeys(map: YAMLMap, known: readonly string[]): void {
    for (const { key } of map.items) {
      const name = this.scalar(key);
      if (known.includes(name)) continue;
      const meant = nearest(name, known);
      throw this.fault(
        this.place(key),
        `unknown key "${name}"; ${meant === null ? `known: ${known.join(', ')}` : `did you mean "${meant}"?`}`,
      );
    }
  }

  private place(node: unknown): number {
    const range = (node as { range?: readonly number[] } | null | undefined)?.range;
    return range?.[0] ?? 0;
  }

  private fault(offset: number, message: string): ImportError {
    const { line, col } = this.lines.linePos(offset);
    return new ImportError('import-mapping-invalid', `${this.file}:${Math.max(line, 1)}:${Math.max(col, 1)} ${message}`);
  }
}

/** True for a zone this Node knows. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
