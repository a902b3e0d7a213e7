/** A sentence in both languages of the authors. */
export interface Doc {
  readonly en: string;
  readonly zh: string;
}
