import { existsSync, type Dirent } from 'node:fs';
import { dirname, join } from 'node:path';
import { usage } from './failure.js';
import { unreadable, type FileSystem } from './read-text-file.js';
import { shownPath } from './shown-path.js';

/** One file of a book as the compiler takes it. */
export interface BookFile {
  /** As people see it: relative to the working directory where it is below it, with `/`. */
  readonly path: string;
  readonly text: string;
}

const BELONGS = /\.(ya?ml|hbs)$/;
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.sopwith']);
/** More is no book but somebody's home directory. */
const MOST_FILES = 20_000;

/** Reads the files of books; what the file system refuses becomes a CliFailure (exit 2). */
export class BookReader {
  /** Files of which only the beginning was read. */
  readonly cut = new Set<string>();
  private count = 0;

  constructor(
    private readonly cwd: string,
    private readonly fileSystem: FileSystem,
  ) {}

  /** Runs an operation on a path; what the file system refuses becomes a message. */
  private attempt<T>(path: string, work: () => T, written: string = shownPath(path, this.cwd)): T {
    try {
      return work();
    } catch (error) {
      throw unreadable(written, error, path, this.fileSystem) ?? error;
    }
  }

  /** The nearest folder at or above a path that holds the catalogue of a book; else the path's own folder. */
  root(path: string, written: string): string {
    const start = this.isFolder(path, written) ? path : dirname(path);
    for (let folder = start; ; folder = dirname(folder)) {
      if (existsSync(join(folder, 'metrics.yaml'))) return folder;
      if (dirname(folder) === folder) return start;
    }
  }

  /** True for a folder, false for a file; anything else was named wrongly. */
  isFolder(path: string, written: string): boolean {
    const stat = this.attempt(path, () => this.fileSystem.stat(path), written);
    if (!stat.isDirectory() && !stat.isFile())
      throw usage('not-a-file', `${written} is neither a file nor a folder`, 'Name a playbook, or a folder with playbooks');
    return stat.isDirectory();
  }

  /** The files that a path names: itself, or all of a folder. */
  named(path: string, written: string): readonly string[] {
    if (this.isFolder(path, written)) return this.files(path);
    return BELONGS.test(path) ? [path] : [];
  }

  /** The files of a book at any depth, by path. Links to folders are not followed: they could lead in circles. */
  files(folder: string): readonly string[] {
    const entries = this.attempt(folder, () => this.fileSystem.list(folder));
    return [...entries]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : this.files(path);
        if (!BELONGS.test(entry.name) || !this.isFile(entry, path)) return [];
        this.count += 1;
        if (this.count > MOST_FILES)
          throw usage('too-many-files', `There are more than ${MOST_FILES} files`, 'Name the folder with your playbooks');
        return [path];
      });
  }

  private isFile(entry: Dirent, path: string): boolean {
    const kind = entry.isSymbolicLink() ? this.attempt(path, () => this.fileSystem.stat(path)) : entry;
    if (kind.isFile()) return true;
    if (kind.isDirectory()) return false;
    throw usage('not-a-file', `${shownPath(path, this.cwd)} is no file that can be read`, 'Remove it from the book');
  }

  read(file: string): BookFile {
    const path = shownPath(file, this.cwd);
    const { text, whole } = this.attempt(file, () => this.fileSystem.read(file));
    if (!whole) this.cut.add(path);
    return { path, text };
  }
}
