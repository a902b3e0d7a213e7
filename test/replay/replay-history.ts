import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { quietRuntime } from '../support/quiet-runtime.js';
import type { Decision } from './decisions-interceptor.js';

/** `v1`, `v2`: histories by the engine version of their runs; `must-fail`: what the gate has to notice. */
export const FOLDER = fileURLToPath(new URL('./histories', import.meta.url));

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const nothing = (): void => undefined;

/** The workflow as it is shipped, with an ear on its decisions. */
export function bundleWithDecisions(): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath: pathOf('../../workflows/durable/index.ts'),
    workflowInterceptorModules: [pathOf('../../workflows/durable/storm-intake.ts'), pathOf('./decisions-interceptor.ts')],
    logger: { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: console.warn, error: console.error },
  });
}

/**
 * Replays a recorded history. The decisions are those of the code as it is now, on the clock of the history.
 * @throws DeterminismViolationError when the code orders other commands than the history has
 */
export async function replayHistory(workflowBundle: { code: string }, history: unknown): Promise<Decision[]> {
  quietRuntime();
  const made: Decision[] = [];
  const note = { callDuringReplay: true, fn: (_info: unknown, decision: Decision) => void made.push(decision) };
  await Worker.runReplayHistory({ workflowBundle, replayName: 'recorded', sinks: { decisions: { note } } }, history);
  return made;
}

/** Decisions as they are kept: one a line, so that a change reads as a change of lines. */
export function decisionsText(decisions: readonly Decision[]): string {
  return `${decisions.map((decision) => JSON.stringify(decision)).join('\n')}\n`;
}

/** A history as it is kept: an event a line. */
export function historyText(json: string): string {
  const { events } = JSON.parse(json) as { events: unknown[] };
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}
