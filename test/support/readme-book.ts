import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../../workflows/model/playbook.js';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The text of a file of the repository. */
export function repositoryText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The shipped playbooks with everything beside them, by path. */
export function shippedBook(): readonly SourceFile[] {
  const list = (folder: string): readonly string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return list(file);
      return /\.(ya?ml|hbs)$/.test(entry.name) ? [file] : [];
    });
  return list('playbooks').map((file) => ({ path: file, text: repositoryText(file) }));
}

/** The files that a README writes piece by piece: code blocks with the same `title=` make one file, in order. */
export function piecesOf(readme: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [, title = '', text = ''] of readme.matchAll(/^```\w+ title=(\S+)\n([^]*?)^```/gm))
    files.set(title, (files.get(title) ?? '') + text);
  return files;
}

/** The rows of the tables below a heading, cell by cell. */
export function rowsBelow(readme: string, heading: string): readonly (readonly string[])[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|') && !/^\|[\s-|]+\|$/.test(line));
  return rows.slice(1).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
