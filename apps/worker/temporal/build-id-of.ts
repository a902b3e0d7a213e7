import type { WorkerOptions } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * Tells which code took a workflow task. Each task has it in its history twice: the SDK's own name for it is 84 characters
 * long, a tenth of the history of a short run.
 */
export function buildIdOf(bundle: NonNullable<WorkerOptions['workflowBundle']>): string {
  const code = 'code' in bundle ? bundle.code : readFileSync(bundle.codePath);
  return createHash('sha256').update(code).digest('hex').slice(0, 12);
}
