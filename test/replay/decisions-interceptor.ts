import { proxySinks, workflowInfo, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';

/** One thing that a run had done, with everything that replaying does not compare: arguments and the length of timers. */
export type Decision =
  /** @property queue what it adds to the run's own queue */
  | { readonly does: 'perform'; readonly verb: string; readonly queue: string; readonly input: unknown }
  | { readonly does: 'evaluate' | 'record'; readonly input: unknown }
  | { readonly does: 'timer'; readonly ms: number; readonly summary: string }
  | { readonly does: 'continue'; readonly input: unknown };

export interface DecisionSinks extends Sinks {
  decisions: { note(decision: Decision): void };
}

/** Bundled beside the workflow in tests: tells each decision and passes it on. It awaits nothing, so it changes no order. */
export function interceptors(): WorkflowInterceptors {
  const { decisions } = proxySinks<DecisionSinks>();
  return {
    outbound: [
      {
        scheduleActivity: (input, next) => {
          const { activityType: verb, options, args } = input;
          const queue = (options.taskQueue ?? '').slice(workflowInfo().taskQueue.length);
          decisions.note({ does: 'perform', verb, queue, input: args[0] });
          return next(input);
        },
        scheduleLocalActivity: (input, next) => {
          if (input.attempt === 1) decisions.note({ does: input.activityType as 'evaluate' | 'record', input: input.args[0] });
          return next(input);
        },
        startTimer: (input, next) => {
          decisions.note({ does: 'timer', ms: input.durationMs, summary: input.options?.summary ?? '' });
          return next(input);
        },
        continueAsNew: (input, next) => {
          decisions.note({ does: 'continue', input: input.args[0] });
          return next(input);
        },
      },
    ],
  };
}
