import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import { ConsoleLogger } from '@nestjs/common';
import type { LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from './api-module.js';
import type { ApiParts } from './api-module.js';
import { openApiDocument, OpenApiHolder } from './openapi/openapi-document.js';
import { BODY_LIMIT } from './problems/body-limit.js';
import { readJsonBodies } from './problems/json-body.js';

/** A run's id names playbook, account and episode. */
const LONGEST_PARAMETER = 1_500;
/** A client that sends nothing more, or headers for ever, is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface ApiOptions extends ApiParts {
  readonly logLevels?: readonly LogLevel[];
}

/** The API, ready to listen or to be asked by `inject`. */
export async function createApi({
  logLevels = ['fatal', 'error', 'warn'],
  ...parts
}: ApiOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    genReqId: ({ headers }: { headers: Record<string, unknown> }) => requestId(headers['x-request-id']),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.over(parts), adapter, {
    logger: new ConsoleLogger({ json: true, logLevels: [...logLevels] }),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  readJsonBodies(fastify as never);
  await app.register(helmet as never, SECURITY_HEADERS);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('X-Request-Id', request.id);
  });
  app.get(OpenApiHolder).set(openApiDocument(app));
  await app.init();
  await fastify.ready();
  return app;
}

// Answers are data, never a page, except /docs: one policy that suits both. `style-src` allows the inline styles of Swagger UI.
const SECURITY_HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Loopback is plain HTTP; whoever puts TLS in front sets this there.
  strictTransportSecurity: false,
};

function requestId(given: unknown): string {
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
