import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badRequest } from './request-pipe.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON bodies only (forms and plain text are refused), as strict UTF-8, and an empty body as none, so that
 * `POST .../seen` works with and without a content type.
 */
export function readJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request: FastifyRequest, body: Buffer, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(UTF8.decode(body)));
    } catch (error) {
      const reason = error instanceof SyntaxError ? error.message : 'The body is not UTF-8.';
      done(badRequest([{ place: 'body', cause: `The body is not JSON: ${reason}`, fix: 'Send one JSON object in UTF-8.' }]));
    }
  });
}
