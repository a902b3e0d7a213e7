import { Injectable, ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { checkValues } from './check-values.js';
import { Problem, shorten } from './problem.js';
import type { ProblemPart } from './problem.js';

/** Validates every input against its DTO; what no DTO declares is refused, and all mistakes are told at once. */
@Injectable()
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      stopAtFirstError: true,
      validationError: { target: false, value: true },
      exceptionFactory: (errors: ValidationError[]) => badRequest(errors.flatMap((error) => partsOf(error, ''))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const root = metadata.type === 'param' ? 'path' : metadata.type;
    if (metadata.type === 'custom') return value;
    const place = metadata.data === undefined ? root : `${root}.${metadata.data}`;
    const unusable = checkValues(value, place);
    if (unusable.length > 0) throw badRequest(unusable);
    if (metadata.type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw badRequest([
        {
          place: 'body',
          cause: 'The body is not a JSON object.',
          fix: 'Send `Content-Type: application/json` and an object `{ ... }`.',
        },
      ]);
    }
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof Problem) || error.extras.errors === undefined) throw error;
      throw badRequest(error.extras.errors.map((part) => ({ ...part, place: `${root}.${part.place}` })));
    }
  }
}

/** A 400 that lists every wrong value. */
export function badRequest(errors: readonly ProblemPart[]): Problem {
  const first = errors[0];
  if (first === undefined) return new Problem(400, 'invalid-request', 'The request is not valid.', 'See /docs for its form.');
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new Problem(400, 'invalid-request', `${first.place}: ${first.cause}${more}`, first.fix, { place: first.place, errors });
}

function partsOf(error: ValidationError, parent: string): ProblemPart[] {
  const name = shorten(error.property.toWellFormed(), 60);
  const place = parent === '' ? name : /^\d+$/.test(name) ? `${parent}[${name}]` : `${parent}.${name}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation'
      ? { place, cause: `\`${name}\` is not a field of this request.`, fix: 'Remove it, or see /docs for the fields.' }
      : { place, cause: causeOf(error), fix: fixOf(message, error.value) },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => partsOf(child, place))];
}

function causeOf(error: ValidationError): string {
  if (error.value === undefined) return `\`${error.property}\` is missing.`;
  return `${shown(error.value)} cannot be used here.`;
}

// Our DTOs give the fix as message ("give ..."); class-validator's own messages say what must be.
function fixOf(message: string, value: unknown): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return `${value === undefined ? 'Add it. ' : ''}${text.endsWith('.') ? text : `${text}.`}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return shorten(text, 60);
}
