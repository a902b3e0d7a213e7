import type { RunState } from '../model/run.js';

/** Version of the interpreter. A changed meaning gets a new number, and old runs keep theirs. */
export const ENGINE_VERSION: RunState['engineVersion'] = 1;
