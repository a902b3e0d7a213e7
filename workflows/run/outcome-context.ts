import type { EvaluationContext } from '../model/evaluation-context.js';
import type { RunState } from '../model/run.js';

const OUTCOME = '.outcome';

/** What a run can answer by itself: `<step>.outcome`. Anything else is unknown. */
export function outcomeContext(state: Pick<RunState, 'now' | 'calendar' | 'startedAt' | 'outcomes'>): EvaluationContext {
  return {
    asOf: state.now,
    calendar: state.calendar,
    startedAt: state.startedAt,
    read(path, asOf) {
      const step = path.endsWith(OUTCOME) ? state.outcomes[path.slice(0, -OUTCOME.length)] : undefined;
      return { value: step?.outcome ?? null, asOf: step?.at ?? asOf };
    },
    closedPeriod: (_metric, asOf) => ({ value: null, asOf }),
  };
}
