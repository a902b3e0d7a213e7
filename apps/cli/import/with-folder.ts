import { closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { SHAPES } from '../../../prisma/import/sections.js';
import { usage } from '../failure.js';

const FILES = Object.values(SHAPES).map(({ file }) => file);

/**
 * A folder is imported as it is; of a single file's folder the neighbours lend their first lines only. The copy keeps the
 * folder's name: it names the origin of events, and without it the same file would be taken twice.
 * @throws CliFailure (exit 2) for a file that no section would read.
 */
export async function withFolder<T>(path: string, mapping: string | undefined, work: (folder: string) => Promise<T>): Promise<T> {
  if (statSync(path).isDirectory()) return work(path);
  const file = resolve(path);
  const home = dirname(file);
  const name = basename(file);
  const rules = mapping ?? (existsSync(join(home, 'mapping.yaml')) ? join(home, 'mapping.yaml') : null);
  const named = rules !== null && existsSync(rules) && readFileSync(rules, 'utf8').includes(name);
  if (!FILES.includes(name) && !named) {
    throw usage(
      'unknown-file',
      `No part of an import reads ${name}`,
      `Name it ${FILES.join(', ')}, or say with --mapping what it is`,
    );
  }
  const box = mkdtempSync(join(tmpdir(), 'sopwith-import-'));
  try {
    const folder = join(box, basename(home) || 'import');
    mkdirSync(folder);
    copyFileSync(file, join(folder, name));
    for (const neighbour of readdirSync(home)) {
      if (neighbour !== name && neighbour.endsWith('.csv') && statSync(join(home, neighbour)).isFile())
        writeFileSync(join(folder, neighbour), firstLine(join(home, neighbour)));
    }
    const accounts = join(folder, SHAPES.accounts.file);
    if (!existsSync(accounts)) writeFileSync(accounts, 'account_id,name\n');
    if (mapping === undefined && rules !== null) copyFileSync(rules, join(folder, 'mapping.yaml'));
    return await work(folder).catch((error: unknown) => {
      // Whoever reads it knows their own folder, not our copy.
      if (error instanceof Error) error.message = error.message.replaceAll(folder, home);
      throw error;
    });
  } finally {
    rmSync(box, { recursive: true, force: true });
  }
}

/** A CSV file's header; files of gigabytes are not read for it. */
function firstLine(file: string): string {
  const start = Buffer.alloc(64 * 1024);
  const handle = openSync(file, 'r');
  try {
    const text = start.toString('utf8', 0, readSync(handle, start));
    return `${text.split('\n', 1)[0] ?? ''}\n`;
  } finally {
    closeSync(handle);
  }
}
