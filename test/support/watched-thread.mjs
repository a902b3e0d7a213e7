// The thread of `runWatched`: calls one exported function and says what came of it.
import { register } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

register('./typescript-hooks.mjs', import.meta.url);
const { module, name, args, beats } = workerData;
const { [name]: work } = await import(module);
const counter = new Int32Array(beats);
try {
  const result = await work(...args, (number) => Atomics.store(counter, 0, number + 1));
  parentPort.postMessage({ result });
} catch (error) {
  parentPort.postMessage({ failed: error instanceof Error ? error.message : String(error) });
}
