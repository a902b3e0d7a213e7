import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { WorkerAnswer, WorkerOrder, WorkerSettings } from './worker-messages.js';

/** A worker in a process of its own, so that its processor time and its heap hold nothing else. */
export class BenchWorker {
  private readonly answers = new Map<number, (answer: WorkerAnswer) => void>();
  private orders = 0;

  private constructor(
    readonly taskQueue: string,
    private readonly child: ChildProcess,
  ) {
    child.on('message', (answer: WorkerAnswer) => {
      this.answers.get(answer.id)?.(answer);
      this.answers.delete(answer.id);
    });
  }

  static async start(settings: WorkerSettings): Promise<BenchWorker> {
    const file = path.join(import.meta.dirname, 'worker-process.js');
    const child = fork(file, [JSON.stringify(settings)], { execArgv: ['--expose-gc'] });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the worker of the benchmark ended with ${code ?? 'a signal'}`)));
    });
    return new BenchWorker(settings.taskQueue, child);
  }

  ask(order: Omit<WorkerOrder, 'id'> = {}): Promise<WorkerAnswer> {
    this.orders += 1;
    const id = this.orders;
    return new Promise((resolve) => {
      this.answers.set(id, resolve);
      this.child.send({ id, ...order });
    });
  }

  /** Ends at once: nothing of a benchmark is worth a grace time. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await ended;
  }
}
