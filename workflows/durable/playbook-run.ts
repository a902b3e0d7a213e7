import { setHandler } from '@temporalio/workflow';
import type { RunResult } from '../model/run.js';
import type { PlaybookRunInput } from './playbook-run-input.js';
import { runEventSignal } from './run-event-signal.js';
import { RunHost } from './run-host.js';

/** One account's passage through one playbook version. Workflow id = run id, so a repeated start is the same run. */
export async function playbookRun(input: PlaybookRunInput): Promise<RunResult> {
  const host = new RunHost(input);
  // Stores and returns: a handler that awaited something could lose its event at a continue-as-new.
  setHandler(runEventSignal, (event) => host.push(event));
  return host.drive();
}
