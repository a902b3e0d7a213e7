import { Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { jsonOption } from '../options.js';

interface Options {
  readonly json?: true;
  readonly format: 'pretty' | 'json';
}

/** `sopwith lint`: all diagnostics of a book at once. */
export function lintCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('lint')
    .description(
      'Checks playbooks, metrics, health and templates; all mistakes at once, each with its place and what to write instead',
    )
    .argument('[paths...]', 'files or folders (default: playbooks)')
    .addOption(new Option('--format <format>', 'how to print').choices(['pretty', 'json']).default('pretty'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith lint playbooks/adoption\n')
    .action(
      cli.run(async (paths: string[], options: Options) => {
        const { readBooks } = await import('../book-files.js');
        const { compileBook } = await import('../../../workflows/compile/compile-book.js');
        const selection = readBooks(paths.length > 0 ? paths : ['playbooks']);
        const all = selection.books.flatMap((files) => compileBook(files).diagnostics);
        const diagnostics = all.filter((diagnostic) => selection.asked(diagnostic.file));
        const files = selection.books.flat().filter((file) => selection.asked(file.path));
        const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
        const warnings = diagnostics.length - errors;
        if (options.json || options.format === 'json') {
          const listed = diagnostics.map(({ file, span, severity, code, message, suggestion }) => ({
            ...{ file, line: span.line, column: span.column, severity, code, message },
            ...(suggestion === undefined ? {} : { suggestion }),
          }));
          terminal.json({ files: files.length, errors, warnings, diagnostics: listed });
        } else {
          const { formatDiagnostic } = await import('../../../workflows/language/format-diagnostic.js');
          const texts = new Map(files.map((file) => [file.path, file.text]));
          for (const diagnostic of diagnostics)
            terminal.print(`${formatDiagnostic(diagnostic, texts.get(diagnostic.file), terminal.color.isColorSupported)}\n`);
          const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
          terminal.print(`${count(files.length, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`);
        }
        return errors > 0 ? EXIT.found : EXIT.done;
      }),
    );
}
