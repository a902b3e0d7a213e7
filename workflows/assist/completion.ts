import type { Doc } from '../condition/functions.js';

/** Something that can be written at the cursor. */
export interface Completion {
  readonly label: string;
  /** Stands in place of the last `length` characters before the cursor. */
  readonly insert: string;
  readonly length: number;
  readonly kind: 'key' | 'word' | 'name' | 'function' | 'example';
  readonly doc: Doc | null;
  readonly detail: string | null;
}
