import { Command } from 'commander';
import type { CompiledBook } from '../../../workflows/compile/compile-book.js';
import type { ComparedBook } from '../../../workflows/compare/compare-books.js';
import type { Cli } from '../cli.js';
import { CliFailure, EXIT, found, missing } from '../failure.js';
import { homeOption, jsonOption } from '../options.js';
import { withDatabase } from '../with-database.js';

interface Options {
  readonly json?: true;
  readonly home?: string;
  readonly against?: string;
}

/**
 * @throws CliFailure (exit 1) when the book has errors: nothing of it can be compared.
 */
async function readBook(folder: string): Promise<CompiledBook> {
  const { readBooks } = await import('../book-files.js');
  const { compileBook } = await import('../../../workflows/compile/compile-book.js');
  const book = compileBook(readBooks([folder]).books.flat());
  const errors = book.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0 || book.catalogue === null) {
    const what = errors > 0 ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : 'no metrics file';
    throw found('book-has-errors', `The book in ${folder} has ${what}`, `Look at it with: npx sopwith lint ${folder}`);
  }
  return book;
}

/** Without a database there is still the other way to compare. */
function orAnotherFolder(error: unknown): unknown {
  if (!(error instanceof CliFailure) || error.code !== 'not-running') return error;
  return missing(error.code, error.message, `${error.fix ?? ''}\nOr compare with another folder: --against DIR`);
}

/** `sopwith plan DIR`: what publishing a folder would change. */
export function planCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('plan')
    .description('Shows what publishing a folder would change, step by step, and which live runs stand before each change')
    .argument('[dir]', 'a folder with playbooks', 'playbooks')
    .option('--against <dir>', 'compare with another folder, without a database')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  npx sopwith plan playbooks\n  npx sopwith plan playbooks --against ../playbooks-of-last-week\n',
    )
    .action(
      cli.run(async (folder: string, options: Options) => {
        const { compareBooks } = await import('../../../workflows/compare/compare-books.js');
        const { planReport } = await import('../plan/plan-report.js');
        const book = await readBook(folder);
        const { notRunnable: partsOf, sayNotRunnable } = await import('../../../workflows/compile/not-runnable.js');
        const notRunnable = new Map(
          book.playbooks.flatMap(({ plan }) => {
            const parts = partsOf(plan, book.catalogue);
            return parts.length > 0 ? [[plan.playbook, sayNotRunnable(parts)] as const] : [];
          }),
        );
        const report = async (before: ComparedBook, live: Parameters<typeof planReport>[1], against: string) =>
          planReport(compareBooks(before, book), live, { folder, against, notRunnable });
        const other = options.against;
        const result =
          other !== undefined
            ? await report(await readBook(other), null, other)
            : await withDatabase(cli, options, async (db) => {
                const { catalogueInForce, currentPlaybooks } = await import('../../../prisma/stores/publication-store.js');
                const { livePositions } = await import('../../../prisma/read-models/live-positions.js');
                const published = { catalogue: await catalogueInForce(db), playbooks: await currentPlaybooks(db) };
                return report(published, await livePositions(db), 'what is published');
              }).catch((error: unknown) => {
                throw orAnotherFolder(error);
              });
        if (options.json) terminal.json(result);
        else (await import('../plan/print-plan.js')).printPlan(terminal, result);
        const refused = result.playbooks.some(
          ({ status, notRunnable: parts }) => status === 'version_not_raised' || status === 'version_went_back' || parts !== null,
        );
        return refused ? EXIT.found : EXIT.done;
      }),
    );
}
