import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../../workflows/model/playbook.js';

/** Where the fixtures of the language are. */
export const fixtureRoot = path.resolve(import.meta.dirname, '../language');

/** The YAML and template files of a folder of fixtures, without those below it. */
export function fixtureFolder(name: string): readonly SourceFile[] {
  return readdirSync(path.join(fixtureRoot, name))
    .filter((file) => /\.(yaml|hbs)$/.test(file))
    .map((file) => ({ path: `${name}/${file}`, text: readFileSync(path.join(fixtureRoot, name, file), 'utf8') }));
}

export const fixtureCatalogue = fixtureFolder('catalogue');

/** The book of one fixture: the shared catalogue without what it brings itself, and the templates it names. */
export function fixtureBook(fixture: SourceFile, templates: readonly SourceFile[]): readonly SourceFile[] {
  const kind = /\.(metrics|segments|health|lifecycle|calendars|solutions)\.yaml$/.exec(fixture.path)?.[1];
  // Solutions name playbooks, so their book has some.
  const named =
    kind === 'solutions' ? fixtureFolder('ok').filter(({ path: file }) => /(plain|by-hand)\.playbook/.test(file)) : [];
  return [
    ...fixtureCatalogue.filter(({ path: file }) => kind === undefined || kind === 'health' || !file.includes(kind)),
    ...named,
    ...templates.filter(({ path: file }) => fixture.text.includes(`template: ${/([^/]+)\.\w+\.hbs$/.exec(file)?.[1]},`)),
    fixture,
  ];
}
