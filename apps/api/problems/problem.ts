import { HttpException } from '@nestjs/common';
import type { Diagnostic } from '../../../workflows/model/diagnostic.js';

/** One wrong value of a request: where it stands, what is wrong, what would be right. */
export interface ProblemPart {
  /** `body.timestamp`, `query.limit`, `path.id`. */
  readonly place: string;
  readonly cause: string;
  readonly fix: string;
}

export interface ProblemExtras {
  readonly place?: string;
  readonly errors?: readonly ProblemPart[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal with place, cause and fix, answered as `application/problem+json` (RFC 9457). `code` is stable. */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    readonly detail: string,
    readonly fix: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail, status);
  }
}

/** A 404 that names what was looked for. */
export function notFound(what: string, id: string, fix: string): Problem {
  return new Problem(404, `no-such-${what}`, `There is no ${what} \`${shorten(id)}\`.`, fix);
}

/** The value, or a 404 that names what was looked for. */
export function found<T>(value: T | null, what: string, id: string, fix: string): T {
  if (value === null) throw notFound(what, id, fix);
  return value;
}

/** Foreign text in a message stays short. */
export function shorten(text: string, most = 120): string {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most).join('')}...`;
}
