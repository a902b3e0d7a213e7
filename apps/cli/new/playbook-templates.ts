import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.js';

/** A file of a new playbook, its path relative to the folder it goes into. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

export interface PlaybookTemplate {
  readonly name: string;
  readonly title: string;
  /** Why one wants it: the first line of the file. */
  readonly about: string;
  readonly files: readonly NewFile[];
}

/** Templates are real playbooks, shipped as they are. */
const FOLDER = join('apps', 'cli', 'new', 'templates');

function textFiles(folder: string, within = ''): NewFile[] {
  return readdirSync(join(folder, within), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) return textFiles(folder, path);
      return /\.(yaml|hbs)$/.test(path) ? [{ path, text: readFileSync(join(folder, path), 'utf8') }] : [];
    });
}

/** The templates of this installation, by name. */
export function playbookTemplates(root: string = packageRoot()): readonly PlaybookTemplate[] {
  const folder = join(root, FOLDER);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const files = textFiles(join(folder, name));
      const playbook = files.find(({ path }) => path === `${name}.playbook.yaml`)?.text ?? '';
      const title = /^title: (?:\{ en: '?(.+?)'?, zh: .*\}|(.+))$/m.exec(playbook);
      return { name, title: title?.[1] ?? title?.[2] ?? name, about: /^# (.+)/.exec(playbook)?.[1] ?? '', files };
    });
}

/**
 * A template as a playbook of another name: its id, its files and its messages are called after it.
 * @param schema path of the JSON Schema as seen from the new file, for editors; null = no first line about it.
 */
export function instantiate(template: PlaybookTemplate, name: string, schema: string | null): readonly NewFile[] {
  const own = new RegExp(`\\b${template.name}(?=_|\\b)`, 'g');
  return template.files.map(({ path, text }) => {
    const renamed = { path: path.replace(own, name), text: text.replace(own, name) };
    if (schema === null || !path.endsWith('.yaml')) return renamed;
    return { ...renamed, text: `# yaml-language-server: $schema=${schema}\n${renamed.text}` };
  });
}

/** What a playbook of a template names: metrics, segments, lifecycle, calendars and health scores, as shipped. */
export function shippedCatalogue(root: string = packageRoot()): readonly NewFile[] {
  const folder = join(root, 'playbooks');
  const wanted = /^(?:(?:metrics|segments|lifecycle|calendars)\.yaml|health\/.*\.health\.yaml)$/;
  const schema = join(folder, 'playbook.v1.schema.json');
  return [
    ...textFiles(folder).filter(({ path }) => wanted.test(path)),
    ...(existsSync(schema) ? [{ path: 'playbook.v1.schema.json', text: readFileSync(schema, 'utf8') }] : []),
  ];
}
