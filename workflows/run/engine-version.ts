import type { EngineVersion } from '../model/run.js';

/** What a run that starts now gets. */
export const ENGINE_VERSION: EngineVersion = 2;

/** Those this code can carry on; live runs keep the one they started with. */
export const ENGINE_VERSIONS: readonly EngineVersion[] = [1, 2];
