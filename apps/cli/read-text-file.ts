import { closeSync, fstatSync, lstatSync, openSync, readSync, readdirSync, readlinkSync, statSync, type Dirent } from 'node:fs';
import { LIMITS } from '../../workflows/language/pre-scan.js';
import { usage, type CliFailure } from './failure.js';

/** What reading a book asks of the file system; tests give another one. */
export interface FileSystem {
  /** @throws NodeJS.ErrnoException */
  stat(path: string): { isFile(): boolean; isDirectory(): boolean };
  /** The path a link leads to, or null when it is no link. Never throws. */
  linkOf(path: string): string | null;
  /** @throws NodeJS.ErrnoException */
  list(folder: string): readonly Dirent[];
  /** @throws NodeJS.ErrnoException */
  read(file: string): { readonly text: string; readonly whole: boolean };
}

/** Bytes that no text within the language's limit has: three for a code unit. */
const MOST_BYTES = 3 * LIMITS.bytes + 4;

export const MACHINE_FILES: FileSystem = {
  stat: statSync,
  linkOf: (path) => {
    try {
      return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
    } catch {
      return null;
    }
  },
  list: (folder) => readdirSync(folder, { withFileTypes: true }),
  read: readText,
};

/** A file's text, of a huge one only so much that it can be seen to be huge. */
function readText(file: string): { text: string; whole: boolean } {
  const handle = openSync(file, 'r');
  try {
    const size = fstatSync(handle).size;
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES) + 1);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got) {
      got = readSync(handle, bytes, length, bytes.length - length, null);
    }
    const whole = length < bytes.length;
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    // The last character of a piece may be cut; that is no mistake of the file.
    return { text: decoder.decode(bytes.subarray(0, length), { stream: !whole }), whole };
  } finally {
    closeSync(handle);
  }
}

/**
 * Why a path could not be opened, in one line; null = it is another kind of error, a bug of ours.
 * @param path as people see it.
 * @param real as the file system knows it.
 */
export function unreadable(
  path: string,
  error: unknown,
  real: string = path,
  files: FileSystem = MACHINE_FILES,
): CliFailure | null {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const link = files.linkOf(real);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      if (link !== null)
        return usage(
          'broken-link',
          `${path} is a link to ${link}, where there is nothing`,
          'Remove the link or restore what it leads to',
        );
      return usage('no-such-path', `There is nothing at ${path}`, 'Name a playbook, or a folder with playbooks');
    case 'ELOOP':
      return usage('broken-link', `${path} is a link that leads back to itself`, 'Remove the link');
    case 'EACCES':
    case 'EPERM':
      return usage('no-permission', `${path} may not be read`, 'Give yourself the permission to read it, or name other files');
    case undefined:
      return null;
    default:
      return usage('unreadable', `${path} cannot be read (${code})`, 'Check the disk, or name other files');
  }
}
