import { sleep } from '@temporalio/workflow';

/** The least that a parked workflow can be. */
export async function onlyWaits(): Promise<void> {
  await sleep('365 days');
}
