import { compileBook } from '../../../workflows/compile/compile-book.js';
import type { CompiledBook } from '../../../workflows/compile/compile-book.js';
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
  return compileBook(body.files.map(({ path, text }) => ({ path, text })));
}

/** All diagnostics of a book at once. */
export function lintBook(body: BookBody): LintResultDto {
  const { diagnostics } = compileBody(body);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { files: body.files.length, errors, warnings: diagnostics.length - errors, diagnostics };
}
