import { Composer, Parser, type Document, type YAMLParseError, type YAMLWarning } from 'yaml';

/** How playbooks are parsed; a benchmark that compares with YAML alone uses the same. */
export const YAML_OPTIONS = {
  version: '1.2',
  stringKeys: true,
  merge: false,
  resolveKnownTags: false,
  // Looked for by us: the library compares each key with every other, which takes seconds for a few wide maps.
  uniqueKeys: false,
} as const;

export interface ComposedYaml {
  /** Null = there is an error. */
  readonly contents: Document.Parsed['contents'] | null;
  /** The first one, as the library meets them. Those behind it mostly follow from it. */
  readonly error: YAMLParseError | null;
  readonly warning: YAMLWarning | null;
  /** Where a second document begins. */
  readonly second: number | null;
  /** Nested so deeply that the library gave up. */
  readonly tooDeep: boolean;
}

const NOTHING: ComposedYaml = { contents: null, error: null, warning: null, second: null, tooDeep: false };

/** Thrown through the library at its first error. */
const STOP = new Error('the first error is enough');

/**
 * Has the composer end at its first error. A file can hold a hundred thousand of them, and each costs an exception with
 * its stack, most of a second in all. Should the library lose this hook, only that time is lost.
 */
function stopAtFirst(composer: Composer): void {
  const hook = composer as unknown as { onError?: (...told: unknown[]) => void };
  const tell = hook.onError;
  if (typeof tell !== 'function') return;
  let stopped = false;
  hook.onError = (...told) => {
    // The library catches what is thrown while it composes a collection, and tells that as one more error.
    if (!stopped) tell(...told);
    const isWarning = told[3] === true;
    if (isWarning && !stopped) return;
    stopped = true;
    throw STOP;
  };
}

/** Parses one YAML document, no further than its first error. Total for texts that passed the pre-scan. */
export function composeYaml(text: string): ComposedYaml {
  const composer = new Composer(YAML_OPTIONS);
  stopAtFirst(composer);
  const documents: Document.Parsed[] = [];
  try {
    for (const token of new Parser().parse(text)) {
      documents.push(...composer.next(token));
      if (token.type === 'error' || documents.length > 1) break;
    }
    documents.push(...composer.end(true, text.length));
  } catch (error) {
    const [first] = composer.streamInfo().errors;
    if (error === STOP && first) return { ...NOTHING, error: first };
    // The library recurses; the pre-scan counts what it can see of that.
    if (error instanceof RangeError) return { ...NOTHING, tooDeep: true };
    throw error;
  }
  const [document, another] = documents;
  const error = document?.errors[0] ?? null;
  return {
    ...NOTHING,
    contents: error ? null : (document?.contents ?? null),
    error,
    warning: document?.warnings[0] ?? null,
    second: another?.range[0] ?? null,
  };
}
