import { Worker } from 'node:worker_threads';

/** How long one piece of work may give no sign of life: far beyond what a slow machine explains. */
const HANGS_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 250;

/**
 * Runs an exported function in a thread of its own and watches it: work that never ends cannot be stopped from within.
 * The function gets one argument more, to be called with the number of each piece of work before it begins.
 * @param module URL of the TypeScript file.
 * @throws what the function throws, or which piece of work hangs.
 */
export async function runWatched<T>(module: string, name: string, args: readonly unknown[]): Promise<T> {
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  const worker = new Worker(new URL('watched-thread.mjs', import.meta.url), { workerData: { module, name, args, beats } });
  let last = 0;
  let since = Date.now();
  return await new Promise<T>((resolve, reject) => {
    const end = (finish: () => void): void => {
      clearInterval(watch);
      void worker.terminate();
      finish();
    };
    const watch = setInterval(() => {
      const beat = Atomics.load(counter, 0);
      if (beat !== last) {
        last = beat;
        since = Date.now();
      } else if (Date.now() - since > HANGS_AFTER_MS) {
        const what = `${name}(${args.map(String).join(', ')}) hangs at number ${beat - 1}`;
        end(() => reject(new Error(`${what}: no answer in ${HANGS_AFTER_MS / 1_000} s`)));
      }
    }, LOOK_EVERY_MS);
    worker.on('message', ({ result, failed }: { result?: T; failed?: string }) =>
      end(() => (failed === undefined ? resolve(result as T) : reject(new Error(failed)))),
    );
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', () => end(() => reject(new Error(`${name} ended without an answer at number ${last - 1}`))));
  });
}
