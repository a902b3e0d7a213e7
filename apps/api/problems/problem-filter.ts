import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CursorError } from '../../../prisma/read-models/page.js';
import { isStorageUnavailable } from '../../../prisma/storage-fault.js';
import { TemporalAway } from '../../shared/orders/order-gateway.js';
import { BODY_LIMIT } from './body-limit.js';
import { Problem } from './problem.js';
import type { ProblemExtras } from './problem.js';

/** What a problem says, whatever was thrown. */
interface Answer {
  readonly status: number;
  readonly code: string;
  readonly cause: string;
  readonly fix: string;
  readonly extras: ProblemExtras;
}

const RETRY_SECONDS = 2;
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be carried out',
  500: 'Our fault',
  503: 'Temporarily unavailable',
};

/** Turns everything thrown into one problem document: no stack, no SQL, never somebody's data but the caller's own. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answer = answerFor(error);
    if (answer.status === 500)
      this.logger.error({ requestId: request.id, route: request.routeOptions.url, error: stackOf(error) });
    if (answer.status === 503) this.logger.warn({ requestId: request.id, route: request.routeOptions.url, cause: answer.cause });
    void reply
      .status(answer.status)
      .headers({
        'Content-Type': 'application/problem+json; charset=utf-8',
        'Cache-Control': 'no-store',
        ...answer.extras.headers,
      })
      .send(
        JSON.stringify({
          type: `urn:sopwith:problem:${answer.code}`,
          title: TITLES[answer.status] ?? 'Error',
          status: answer.status,
          code: answer.code,
          detail: answer.cause,
          fix: answer.fix,
          ...(answer.extras.place === undefined ? {} : { place: answer.extras.place }),
          ...(answer.extras.errors === undefined ? {} : { errors: answer.extras.errors }),
          ...(answer.extras.diagnostics === undefined ? {} : { diagnostics: answer.extras.diagnostics }),
          requestId: request.id,
        }),
      );
  }
}

function answerFor(error: unknown): Answer {
  if (error instanceof Problem) {
    return { status: error.getStatus(), code: error.code, cause: error.detail, fix: error.fix, extras: error.extras };
  }
  if (error instanceof CursorError) {
    const fix = 'Send `nextCursor` of the page before as it is, or leave `cursor` out to begin at the first page.';
    return { status: 400, code: error.code, cause: error.message, fix, extras: { place: 'query.cursor' } };
  }
  if (error instanceof TemporalAway) {
    const fix = 'Nothing was ordered. Send the same request again when Temporal is back.';
    return { ...unavailable(`${error.message}.`), code: error.code, fix };
  }
  if (isStorageUnavailable(error)) return unavailable('PostgreSQL does not answer.');
  if (postgresCode(error) === '57014') return unavailable('PostgreSQL took too long to answer and was stopped.');
  if (error instanceof HttpException) return httpAnswer(error);
  return {
    status: 500,
    code: 'internal',
    cause: 'Something went wrong on our side.',
    fix: 'Try again: a repeated request has one effect. If it stays, look for the request id in the log of the API.',
    extras: {},
  };
}

function unavailable(cause: string): Answer {
  return {
    status: 503,
    code: 'storage-unavailable',
    cause,
    fix: `Send the same request again after ${RETRY_SECONDS} s: a repeated one has one effect. GET /health/ready tells when it is back.`,
    extras: { headers: { 'Retry-After': String(RETRY_SECONDS) } },
  };
}

// Fastify refuses before a handler is reached; Nest hands that on as an HttpException of the same status.
function httpAnswer(error: HttpException): Answer {
  const status = error.getStatus();
  switch (status) {
    case 404: {
      const fix = 'See /docs for the routes and their methods.';
      return { status, code: 'no-such-route', cause: error.message.replace(/^Cannot/, 'There is nothing to'), fix, extras: {} };
    }
    case 413: {
      const cause = `The body is larger than ${BODY_LIMIT} bytes (1 MB), the most that is taken.`;
      const fix = 'Send less at once: one event per request, and large content by reference.';
      return { status, code: 'body-too-large', cause, fix, extras: { place: 'body' } };
    }
    case 415: {
      const fix = 'Send `Content-Type: application/json` with a JSON body.';
      return {
        status,
        code: 'media-type',
        cause: 'Only JSON bodies are read here.',
        fix,
        extras: { place: 'header.content-type' },
      };
    }
    default:
      return { status, code: 'request', cause: error.message, fix: 'Correct the request; /docs shows its form.', extras: {} };
  }
}

function postgresCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
