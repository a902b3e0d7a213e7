import type { SourceFile } from '../../workflows/model/playbook.js';

/** A YAML block of a README. */
export interface ReadmeBlock {
  /** Line of its first mark. */
  readonly line: number;
  /** What follows `yaml` behind the mark: `title=FILE`, `fragment`, or nothing. */
  readonly about: string;
  readonly text: string;
}

/** Every block of a Markdown text that says it is YAML. */
export function readmeBlocks(readme: string): readonly ReadmeBlock[] {
  return [...readme.matchAll(/^```ya?ml([^\n]*)\n([^]*?)^```/gm)].map((found) => ({
    line: readme.slice(0, found.index).split('\n').length,
    about: (found[1] ?? '').trim(),
    text: found[2] ?? '',
  }));
}

/** A message for every template that a text names, so that a sample needs no files of its own. */
export function templatesNamed(text: string, folder: string): readonly SourceFile[] {
  const names = new Set([...text.matchAll(/\btemplate: ([a-z0-9_]+)/g)].map(([, name = '']) => name));
  return [...names].flatMap((name) => [
    { path: `${folder}/emails/${name}.en.hbs`, text: 'subject: Hello\n--- text\nDear {{contact.name}}, all is well.\n' },
    { path: `${folder}/emails/${name}.zh.hbs`, text: 'subject: 您好\n--- text\n{{contact.name}}，一切正常。\n' },
  ]);
}
