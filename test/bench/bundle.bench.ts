import { statSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from './bench-result.js';
import { ROOT } from './real-history.js';

/** Size of the workflow bundle that every worker loads. */
export const bundleBench: Bench = async () => {
  const { size } = statSync(path.join(ROOT, 'dist', 'workflow-bundle.js'));
  return [
    {
      name: 'workflow bundle',
      figure: size / 1024 / 1024,
      unit: 'MiB',
      target: 1.6,
      detail: `${size} bytes, source map included`,
    },
  ];
};
