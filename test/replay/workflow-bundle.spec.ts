import { beforeAll, describe, expect, test } from '@jest/globals';
import { bundleWorkflows } from '../../apps/worker/bundle-workflows.js';

describe('the workflow bundle', () => {
  let code: string;
  beforeAll(async () => {
    code = await bundleWorkflows();
  }, 60_000);

  test('is at most 1.6 MB', () => {
    expect(Buffer.byteLength(code)).toBeGreaterThan(100_000);
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(1_600_000);
  });

  test('contains the run side and nothing of the author side or of Node', () => {
    const modules = [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map((match) => match[1]!);
    expect(modules.filter((name) => name.includes('workflows/run/')).length).toBeGreaterThan(5);
    const forbidden =
      /node_modules\/(yaml|zod|handlebars|@prisma|pg|luxon)\/|workflows\/(language|rules|compile|evaluate|enroll|simulate)\//;
    expect(modules.filter((name) => forbidden.test(name))).toEqual([]);
  });
});
