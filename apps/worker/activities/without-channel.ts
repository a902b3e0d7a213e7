import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { failStep } from './failure.js';
import { hasLeft, leaving } from './leaving.js';

/**
 * A verb that nothing carries out in this release. Publishing refuses it; a run that comes to it all the same (a plan
 * that was published by a later release) fails the step by name instead of waiting for ever.
 */
export async function withoutChannel(deps: ActivityDependencies, input: PerformInput, verb: string): Promise<PerformResult> {
  if (hasLeft(deps, input)) return leaving(input);
  const because = { en: `this release has no channel for "${verb}"`, zh: `此版本不支持“${verb}”渠道` };
  return failStep(deps, input, { word: 'no_channel', because });
}
