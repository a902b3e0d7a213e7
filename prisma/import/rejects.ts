import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { ImportError } from './import-error.js';

export interface Reject {
  /** 1-based line of the file on which the row begins. */
  readonly line: number;
  readonly reason: string;
  /** The row as it stands in the file. */
  readonly original: string;
}

const CHUNK = 256 * 1024;

/**
 * Rows of a section that could not be taken, in `<name>.rejected.csv`. They are written beside it as they come, however
 * many there are, and the file is put in its place when the import has succeeded.
 */
export class Rejects {
  private total = 0;
  private notes = 0;
  private example: Reject | null = null;
  private begun = false;
  private pending = '';
  private handle: number | null = null;

  constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /** A row that was left out. */
  add(reject: Reject): void {
    this.total += 1;
    this.example ??= reject;
    this.write(reject);
  }

  /** Something about a row that was taken all the same. */
  note(reject: Reject): void {
    this.notes += 1;
    this.write(reject);
  }

  get count(): number {
    return this.total;
  }

  get noted(): number {
    return this.notes;
  }

  /** The first row that was left out. */
  get first(): Reject | null {
    return this.example;
  }

  /** Writes out what is left. After it the rows are safe on the disk, if not yet in their place. @throws ImportError */
  flush(): void {
    if (this.pending === '') return;
    try {
      if (this.handle === null) {
        mkdirSync(this.folder, { recursive: true });
        this.handle = openSync(this.part, 'w');
      }
      writeSync(this.handle, this.pending);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ImportError(
        'import-rejects-unwritable',
        `Rejected rows cannot be written to ${this.file}: ${reason}. Name another folder for them; nothing was imported.`,
        { cause: error },
      );
    }
    this.pending = '';
  }

  /** Puts the file in its place; an old one goes when nothing was rejected. @returns the file, or null when there is none */
  commit(): string | null {
    this.flush();
    if (this.handle === null) {
      rmSync(this.file, { force: true });
      return null;
    }
    closeSync(this.handle);
    this.handle = null;
    renameSync(this.part, this.file);
    return this.file;
  }

  /** Forgets everything, as after a failed import: nothing was taken, so nothing was rejected either. */
  discard(): void {
    this.pending = '';
    this.total = 0;
    this.notes = 0;
    this.example = null;
    this.begun = false;
    if (this.handle === null) return;
    closeSync(this.handle);
    this.handle = null;
    rmSync(this.part, { force: true });
  }

  private write(reject: Reject): void {
    if (!this.begun) this.pending = 'line,reason,original\n';
    this.begun = true;
    const { line, reason, original } = reject;
    this.pending += stringify([[line, reason, original]], { escape_formulas: true });
    if (this.pending.length > CHUNK) this.flush();
  }

  private get file(): string {
    return path.join(this.folder, `${this.name}.rejected.csv`);
  }

  private get part(): string {
    return `${this.file}.part`;
  }
}
