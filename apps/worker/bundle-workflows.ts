import { bundleWorkflowCode } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A module of the workflow beside this file's own folder tree: `.js` when compiled, `.ts` under a test runner. */
function workflowModule(name: string): string {
  const compiled = fileURLToPath(new URL(`../../workflows/${name}.js`, import.meta.url));
  return existsSync(compiled) ? compiled : compiled.replace(/\.js$/, '.ts');
}

/** The worker refuses a bundle without an inlined source map; this one maps nothing. */
const EMPTY_MAP = Buffer.from(
  JSON.stringify({ version: 3, file: 'workflow-bundle.js', sources: [], names: [], mappings: '' }),
).toString('base64');

/**
 * Loaded once per worker instead of once per run, which is half of a parked run's memory. They are pure: what they hold
 * of their own are answers that every run would find alike.
 */
const SHARED = ['run/transition', 'run/refusal', 'run/read-state', 'run/next-event', 'run/exits', 'model/time'];

/**
 * Bundles the workflow code for the Temporal sandbox. No source map: it would triple what every worker loads, and the
 * names in stack traces are kept.
 * @param workflowsPath file whose exports are the workflow types; the product's own unless said otherwise
 */
export async function bundleWorkflows(workflowsPath?: string): Promise<string> {
  const own = {
    workflowsPath: workflowModule('durable/index'),
    workflowInterceptorModules: [workflowModule('durable/storm-intake')],
    preloadModules: SHARED.map(workflowModule),
  };
  const { code } = await bundleWorkflowCode({
    ...(workflowsPath === undefined ? own : { workflowsPath }),
    webpackConfigHook: (config) => ({ ...config, devtool: false }),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${EMPTY_MAP}\n`;
}

/** Where the build puts the bundle; the worker reads it from there. */
export function bundlePath(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const dist = here.includes(`${path.sep}dist${path.sep}`) ? path.resolve(here, '../..') : path.resolve(here, '../../dist');
  return path.join(dist, 'workflow-bundle.js');
}

/** Writes the bundle in one move, so that a worker never reads half of it. */
export async function writeWorkflowBundle(target: string = bundlePath()): Promise<{ target: string; bytes: number }> {
  const code = await bundleWorkflows();
  await mkdir(path.dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}.tmp`;
  await writeFile(draft, code);
  await rename(draft, target);
  return { target, bytes: Buffer.byteLength(code) };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { target, bytes } = await writeWorkflowBundle();
  process.stdout.write(`workflow bundle: ${path.relative(process.cwd(), target)}, ${Math.round(bytes / 1024)} KiB\n`);
}
