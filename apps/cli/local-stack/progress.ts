/** Tells what takes its time: a line when it begins to feel long, and one when it is done. */
export type Progress = (text: string) => void;

const FEELS_LONG_MS = 1_000;

/** Runs a phase; phases under a second stay silent. */
export async function phase<T>(progress: Progress, name: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  let told = false;
  const timer = setTimeout(() => {
    told = true;
    progress(`${name} ...`);
  }, FEELS_LONG_MS);
  try {
    const result = await work();
    if (told) progress(`${name}: done in ${((Date.now() - started) / 1_000).toFixed(1)} s`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}
