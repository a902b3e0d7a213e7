import type { RunEvent } from '../model/run.js';

/**
 * Answers that come at the same instant are taken in the order in which the run asked, however quick who was: the
 * simulator has no other order, and lanes that run side by side would else be told apart by the speed of a mail server.
 */
export class AnswerOrder {
  private asked = 0;
  private readonly numbers = new WeakMap<RunEvent, number>();

  /** The number of what is asked now. */
  next(): number {
    this.asked += 1;
    return this.asked;
  }

  /** Puts an answer among the waiting events, before any answer to what was asked later. */
  insert(waiting: RunEvent[], answer: RunEvent, number: number): void {
    this.numbers.set(answer, number);
    const later = waiting.findIndex((event) => (this.numbers.get(event) ?? 0) > number);
    waiting.splice(later === -1 ? waiting.length : later, 0, answer);
  }

  /** Takes back the answer of a step that was abandoned after it had answered: nobody waits for it any more. */
  drop(waiting: RunEvent[], key: string): void {
    const answered = waiting.findIndex((event) => event.type === 'step_settled' && event.key === key);
    if (answered !== -1) waiting.splice(answered, 1);
  }

  /** The number of the question an event answers; what answers none comes after all that was asked. */
  numberOf(event: RunEvent): number {
    if (event.type === 'evaluated' || event.type === 'step_settled') return this.numbers.get(event) ?? 0;
    return event.type === 'started' ? 0 : Infinity;
  }
}
