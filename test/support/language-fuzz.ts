import { compileBook } from '../../workflows/compile/compile-book.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import { NO_CONFIG } from '../../workflows/lint/lint-config.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { breachesOf } from './answer-laws.js';
import { fuzzBooks } from './fuzz-books.js';
import { mutateTree } from './mutate-tree.js';
import { mutateText, seededRandom } from './mutate.js';

export interface FuzzResult {
  readonly mutants: number;
  /** Mutants that were still right: mutations of comments and names. */
  readonly silent: number;
  /** How often each code was told. */
  readonly codes: Readonly<Record<string, number>>;
}

export interface Mutant {
  readonly files: readonly SourceFile[];
  /** The file that was spoiled, and how. */
  readonly victim: SourceFile;
  readonly done: readonly string[];
  /** The mutant still claims to be what it was: a playbook in a book with its catalogue. */
  readonly playbook: string | null;
}

const books = fuzzBooks();
const texts = [...new Set(books.flatMap(({ files }) => files.map(({ text }) => text)))];
const yamls = texts.filter((text) => text.includes('apiVersion:'));

/** One mutant; it depends on the seed and its number alone, so that a failure names all it takes to see it again. */
export function mutantOf(seed: number, number: number): Mutant {
  const random = seededRandom(seed * 7_919 + number * 104_729);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const first = pick(books);
  // A whole book takes ten times as long, and says little more.
  const book = first.files.length > 40 && random() < 0.8 ? pick(books) : first;
  const where = random();
  const others = book.files.filter((file) => file !== book.own);
  const templates = others.filter(({ path }) => path.endsWith('.hbs'));
  const catalogue = others.filter(({ path }) => path.endsWith('.yaml'));
  // Most of a book is its playbooks, and so are most mistakes.
  const from = where < 0.65 ? [book.own] : where < 0.85 && catalogue.length > 0 ? catalogue : templates;
  const original = pick(from.length > 0 ? from : [book.own]);
  const tree = original.path.endsWith('.yaml') && random() < 0.35;
  const { text, done } = tree ? mutateTree(original.text, random, yamls) : mutateText(original.text, random, texts);
  const victim = { path: original.path, text };
  const files = book.files.map((file) => (file === original ? victim : file));
  const claims = original !== book.own || /^kind: Playbook\r?$/m.test(text);
  return { files, victim, done, playbook: claims && book.own.path.endsWith('.playbook.yaml') ? book.own.path : null };
}

/** Judges one mutant: everything that is wrong with the answer, and the codes that were told. */
export function judgeMutant({ files, playbook }: Mutant): { breaches: readonly string[]; codes: readonly string[] } {
  const book = compileBook(files);
  const { diagnostics } = lintBook(files, NO_CONFIG, book);
  const breaches = [...breachesOf(files, book), ...breachesOf(files, { ...book, diagnostics })];
  const right = diagnostics.every(({ severity }) => severity === 'warning');
  if (right && playbook !== null && !book.playbooks.some(({ file }) => file === playbook))
    breaches.push(`${playbook} has no error and was not compiled`);
  return { breaches: [...new Set(breaches)], codes: diagnostics.map(({ code }) => code) };
}

/**
 * Compiles mutants of right books, one after the other. Each must be answered, and by the laws of an answer.
 * @param beat called before each mutant, so that somebody outside can see that none takes for ever.
 * @throws at the first mutant that is not, with all it takes to see it again.
 */
export function fuzzLanguage(seed: number, mutants: number, beat: (number: number) => void = () => undefined): FuzzResult {
  const codes: Record<string, number> = {};
  let silent = 0;
  for (let number = 0; number < mutants; number += 1) {
    beat(number);
    const mutant = mutantOf(seed, number);
    const { victim, done } = mutant;
    const label = `mutant ${number} of seed ${seed}, ${victim.path}, ${done.join(', ')}:\n${victim.text.slice(0, 6_000)}`;
    let judged: ReturnType<typeof judgeMutant>;
    try {
      judged = judgeMutant(mutant);
    } catch (error) {
      throw new Error(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nat ${label}`, {
        cause: error,
      });
    }
    if (judged.breaches.length > 0) throw new Error(`${judged.breaches.join('\n')}\nat ${label}`);
    if (judged.codes.length === 0) silent += 1;
    for (const code of judged.codes) codes[code] = (codes[code] ?? 0) + 1;
  }
  return { mutants, silent, codes };
}
