import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { judgeCampaign } from '../support/judge-campaign.js';
import { KillCampaign } from '../support/kill-campaign.js';
import { LIVES } from '../support/kill-lives.js';

const KILLS = 5;
const SEED = Number(process.env['SEED'] ?? 20260302);

let campaign: KillCampaign;
beforeAll(async () => {
  campaign = await KillCampaign.begin({ seed: SEED, kills: KILLS, runs: LIVES.length, late: 0, dayMs: 11_000, calmMs: 14_000 });
}, 120_000);
afterAll(() => campaign?.stop(), 60_000);

test(`kill -9 of worker and server ${KILLS} times (seed ${SEED}): every run ends as in the simulator, with one outcome per step`, async () => {
  const report = await campaign.fight();
  expect(report.workerKills + report.serverKills).toBe(KILLS);
  await judgeCampaign(campaign, report);
}, 400_000);
