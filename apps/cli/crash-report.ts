import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

/** Writes what is needed to look into a bug of ours; returns the file, or null when it could not be written. */
export function writeCrashReport(error: unknown, argv: readonly string[]): string | null {
  const file = join(tmpdir(), `sopwith-report-${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${process.pid}.txt`);
  const lines = [
    `sopwith ${version()} on Node ${process.version}, ${process.platform}-${process.arch}`,
    `at ${new Date().toISOString()} in ${process.cwd()}`,
    `sopwith ${argv.join(' ')}`,
    '',
    ...causes(error),
  ];
  try {
    // Addresses may hold passwords.
    writeFileSync(file, `${lines.join('\n').replaceAll(/\/\/([^:/@\s]*):[^@\s]*@/g, '//$1:***@')}\n`, { mode: 0o600 });
    return file;
  } catch {
    return null;
  }
}

function causes(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.stack ?? error.message, ...(error.cause === undefined ? [] : ['caused by:', ...causes(error.cause)])];
}

export function version(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
}
