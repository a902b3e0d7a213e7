import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { LINT_CONFIG_FILE } from '../../workflows/lint/lint-config.js';

/** Where the fixtures of the language are. */
export const fixtureRoot = path.resolve(import.meta.dirname, '../language');

/** The YAML and template files of a folder of fixtures, without those below it. */
export function fixtureFolder(name: string): readonly SourceFile[] {
  return readdirSync(path.join(fixtureRoot, name))
    .filter((file) => /\.(yaml|hbs)$/.test(file) && file !== LINT_CONFIG_FILE)
    .map((file) => ({ path: `${name}/${file}`, text: readFileSync(path.join(fixtureRoot, name, file), 'utf8') }));
}

/** `test/language/ok` is one book without mistakes: all of it, its templates first. */
export const okBook: readonly SourceFile[] = [...fixtureFolder('ok/emails'), ...fixtureFolder('ok')];

/** The playbooks of the right book, one thing of the language each. */
export const okPlaybooks = okBook.filter(({ path: file }) => file.endsWith('.playbook.yaml'));

/** What playbooks are written against. Solutions name playbooks, so they are right only in the whole book. */
export const fixtureCatalogue = okBook.filter(({ path: file }) => /(?<!\.playbook|solutions)\.yaml$/.test(file));

/** A playbook with those it includes, at any depth. */
function withIncluded(own: SourceFile): readonly SourceFile[] {
  const taken = new Set([own]);
  for (const { text } of taken) {
    const ids = new Set([...text.matchAll(/^\s*(?:- \{ id: \w+, )?playbook: \{ id: (\w+)/gm)].map((match) => match[1]));
    for (const one of okPlaybooks) if (ids.has(/^id: (\w+)/m.exec(one.text)?.[1])) taken.add(one);
  }
  return [...taken];
}

/** The book of one fixture: the shared catalogue without what it brings itself, the playbooks and templates it names. */
export function fixtureBook(fixture: SourceFile, templates: readonly SourceFile[]): readonly SourceFile[] {
  const kind = /\.(metrics|segments|health|lifecycle|calendars|solutions)\.yaml$/.exec(fixture.path)?.[1];
  // Solutions name playbooks, so their book has some.
  const named = kind === 'solutions' ? okPlaybooks.filter(({ path: file }) => /\/(plain|by-hand)\.playbook/.test(file)) : [];
  const playbooks = withIncluded(fixture);
  const isSent = ({ path: file }: SourceFile): boolean => {
    const template = /([^/]+)\.\w+\.hbs$/.exec(file)?.[1];
    return playbooks.some(({ text }) => text.includes(`template: ${template},`));
  };
  return [
    ...fixtureCatalogue.filter(({ path: file }) => kind === undefined || kind === 'health' || !file.includes(kind)),
    ...named,
    ...templates.filter(isSent),
    ...playbooks,
  ];
}
