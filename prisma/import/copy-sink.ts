import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const CHUNK = 64 * 1024;

/** Rows into a table through COPY; `add` returns a promise only when the caller should wait. */
export class CopySink {
  private readonly stream;
  private buffer = '';

  /** @param target table and columns, trusted text: `staging (a, b)` */
  constructor(client: pg.PoolClient, target: string) {
    this.stream = client.query(copyFrom(`COPY ${target} FROM STDIN`));
  }

  add(values: readonly (string | null)[]): Promise<void> | undefined {
    for (let i = 0; i < values.length; i += 1) {
      if (i > 0) this.buffer += '\t';
      const value = values[i];
      this.buffer += value === null || value === undefined ? '\\N' : escape(value);
    }
    this.buffer += '\n';
    if (this.buffer.length < CHUNK) return undefined;
    const chunk = this.buffer;
    this.buffer = '';
    return this.stream.write(chunk) ? undefined : once(this.stream, 'drain').then(() => undefined);
  }

  /** Sends the rest and waits until PostgreSQL has taken everything. */
  async end(): Promise<void> {
    const done = finished(this.stream);
    this.stream.end(this.buffer);
    await done;
  }

  /** Ends a COPY whose rows are not wanted any more, so that the connection can be used again. */
  async abort(reason: Error): Promise<void> {
    const done = finished(this.stream).catch(() => undefined);
    this.stream.destroy(reason);
    await done;
  }
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escape(value: string): string {
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char) : value;
}
