/** A part of the language that can be written, checked and explained, but that the engine does not carry out yet. */
export interface NotRunnable {
  /** Where it stands: `steps.first_response`, `metrics.usage_time`. */
  readonly where: string;
  /** What it is, in the words of the language: `parallel`, `sum`. */
  readonly what: string;
}
