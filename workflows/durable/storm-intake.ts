import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowInterceptors } from '@temporalio/workflow';
import { runEventSignal } from './run-event-signal.js';

/** More signals than this at once are a storm. */
const STORM = 50;

// One of each per run: the sandbox loads every module anew for every workflow.
let hear: ((event: unknown) => void) | null = null;
const early: unknown[] = [];

/** From now on the run hears what a storm brings; what came before it began to listen is heard first. */
export function openIntake(listener: (event: unknown) => void): void {
  hear = listener;
  for (const event of early.splice(0)) listener(event);
}

/**
 * Hands the events of a storm to the run without the SDK's own way of a signal, which costs 0.2 ms each: ten thousand in
 * one go would come near the five seconds after which a workflow thread is stopped, and the worker with it. The last one
 * goes the SDK's way, so that the run wakes exactly where it would have.
 */
export function interceptors(): WorkflowInterceptors {
  return {
    internals: [
      {
        activate(input, next) {
          const jobs = input.activation.jobs ?? [];
          const first = jobs.findIndex(({ signalWorkflow }) => signalWorkflow?.signalName === runEventSignal.name);
          let end = first;
          while (end >= 0 && jobs[end]?.signalWorkflow?.signalName === runEventSignal.name) end += 1;
          if (end - first > STORM) {
            for (const { signalWorkflow } of jobs.splice(first, end - first - 1)) {
              const [payload] = signalWorkflow?.input ?? [];
              const event: unknown = payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
              if (hear) hear(event);
              else early.push(event);
            }
          }
          next(input);
        },
      },
    ],
  };
}
