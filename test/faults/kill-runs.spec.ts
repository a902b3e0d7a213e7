import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { judgeCampaign } from '../support/judge-campaign.js';
import { KillCampaign } from '../support/kill-campaign.js';

const KILLS = Number(process.env['KILLS'] ?? 100);
const RUNS = 50;
const SEED = Number(process.env['SEED'] ?? 20260302);

let campaign: KillCampaign;
beforeAll(async () => {
  campaign = await KillCampaign.begin({ seed: SEED, kills: KILLS, runs: RUNS, late: 1 / 3, dayMs: 25_000, calmMs: 3_000 });
}, 120_000);
afterAll(() => campaign?.stop(), 60_000);

test(`kill -9 of worker and server ${KILLS} times over ${RUNS} runs (KILLS, SEED=${SEED}): every run ends as in the simulator, one outcome per step`, async () => {
  const begun = Date.now();
  const report = await campaign.fight();
  const unknown = await campaign.db.client.message.count({ where: { status: 'unknown' } });
  process.stderr.write(
    `${report.workerKills} kills of the worker, ${report.serverKills} of the server, ${report.duringRuns} while runs were under way; ` +
      `${unknown} e-mails of unknown fate; ${Math.round((Date.now() - begun) / 1_000)} s\n`,
  );
  expect(report.workerKills + report.serverKills).toBe(KILLS);
  // Otherwise the kills missed what this test is about.
  expect(report.duringRuns).toBeGreaterThan(KILLS * 0.8);
  await judgeCampaign(campaign, report);
}, 1_800_000);
