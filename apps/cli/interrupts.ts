/** One Ctrl-C may arrive twice within a moment: from the terminal, and again from `npm` which passes it on. */
const SAME_PRESS_MS = 700;

export interface Interrupts {
  readonly signal: AbortSignal;
  onForce(abort: () => void): void;
  dispose(): void;
}

/** Ctrl-C, SIGTERM and a hang-up ask to stop; a second Ctrl-C forces. */
export function listenForInterrupts(exit: (code: number) => void): Interrupts {
  const controller = new AbortController();
  const aborts: (() => void)[] = [];
  let first = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      first = Date.now();
      controller.abort('interrupted');
    } else if (Date.now() - first > SAME_PRESS_MS) {
      for (const abort of aborts) abort();
      exit(130);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    onForce: (abort) => aborts.push(abort),
    dispose: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
