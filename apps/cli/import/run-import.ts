import type { Cli } from '../cli.js';

export interface ImportOptions {
  readonly json?: true;
  readonly home?: string;
  readonly mapping?: string;
}
export async function runImport(_cli: Cli, _dir: string, _options: ImportOptions): Promise<void> {}
