import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';

export interface Reject {
  readonly line: number;
  readonly reason: string;
  readonly original: string;
}

/** Rows that could not be taken; kept in memory up to a bound, counted beyond it. */
export class Rejects {
  private readonly kept: Reject[] = [];
  private total = 0;

  /** More would help nobody; the count goes on. */
  static readonly LIMIT = 100_000;

  add(reject: Reject): void {
    this.total += 1;
    if (this.kept.length < Rejects.LIMIT) this.kept.push(reject);
  }

  get count(): number {
    return this.total;
  }

  get first(): Reject | undefined {
    return this.kept[0];
  }

  /** Writes `<name>.rejected.csv`; an old one of the same name goes when nothing was rejected. */
  async write(folder: string, name: string): Promise<string | null> {
    const file = path.join(folder, `${name}.rejected.csv`);
    if (this.total === 0) {
      await rm(file, { force: true });
      return null;
    }
    await mkdir(folder, { recursive: true });
    const rows = this.kept.map(({ line, reason, original }) => [line, reason, original]);
    await writeFile(file, stringify(rows, { header: true, columns: ['line', 'reason', 'original'], escape_formulas: true }));
    return file;
  }
}
