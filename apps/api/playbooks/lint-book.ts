import { compileBook } from '../../../workflows/compile/compile-book.js';
import type { CompiledBook } from '../../../workflows/compile/compile-book.js';
import { isLintConfig, lintBook as lintFiles, lintResult } from '../../../workflows/lint/lint-book.js';
import { NO_CONFIG, readLintConfig } from '../../../workflows/lint/lint-config.js';
import { badRequest } from '../problems/request-pipe.js';
import type { BookBody, LintResultDto } from './playbook-dto.js';

/** Compiles a book that came in a request; two files of one path are refused, since one would hide the other. */
export function compileBody(body: BookBody): CompiledBook {
  const seen = new Set<string>();
  for (const [index, { path }] of body.files.entries()) {
    if (seen.has(path)) {
      throw badRequest([
        { place: `body.files[${index}].path`, cause: `\`${path}\` is given twice.`, fix: 'Send each file once.' },
      ]);
    }
    seen.add(path);
  }
  return compileBook(body.files.filter(({ path }) => !isLintConfig(path)).map(({ path, text }) => ({ path, text })));
}

/**
 * All diagnostics of a book at once, as the command line gives them: with its ignore comments, and the levels of the
 * `sopwith.lint.yaml` nearest to its root when it was sent along.
 */
export function lintBook(body: BookBody): LintResultDto {
  const compiled = compileBody(body);
  const configFile = body.files
    .filter(({ path }) => isLintConfig(path))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length)[0];
  const config = configFile ? readLintConfig({ path: configFile.path, text: configFile.text }) : NO_CONFIG;
  const files = body.files.map(({ path, text }) => ({ path, text }));
  const { diagnostics } = lintFiles(files, config, compiled);
  return lintResult(body.files.length, [...config.diagnostics, ...diagnostics]);
}
