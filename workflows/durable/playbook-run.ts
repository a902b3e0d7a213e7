import { ApplicationFailure, CancellationScope, setDefaultSignalHandler, setHandler } from '@temporalio/workflow';
import type { RunResult } from '../model/run.js';
import type { PlaybookRunInput } from './playbook-run-input.js';
import { runEventSignal } from './run-event-signal.js';
import { RunHost } from './run-host.js';
import { openIntake } from './storm-intake.js';
import { ORDER_REFUSED, RUN_ORDERS, runOrderUpdate, runStateQuery } from './run-orders.js';

/** One account's passage through one playbook version. Workflow id = run id, so a repeated start is the same run. */
export async function playbookRun(input: PlaybookRunInput): Promise<RunResult> {
  const host = new RunHost(input);
  // Stores and returns: a handler that awaited something could lose its event at a continue-as-new.
  openIntake((event) => host.hear(event));
  setHandler(runEventSignal, (event) => host.hear(event));
  for (const type of RUN_ORDERS) {
    setHandler(runOrderUpdate(type), (order) => host.order(order), {
      validator: (order) => {
        const reason = host.refusalOf(type, order);
        if (reason !== null) throw ApplicationFailure.nonRetryable(reason, ORDER_REFUSED);
      },
    });
  }
  setHandler(runStateQuery, () => host.view);
  if (host.engineVersion > 1) setDefaultSignalHandler((name) => host.hearUnknown(`signal ${name}`));
  // Cancelled from Temporal's side: the same as an order to cancel, so that nothing is left open.
  CancellationScope.current().cancelRequested.catch(() => host.cancel());
  return CancellationScope.nonCancellable(() => host.drive());
}
