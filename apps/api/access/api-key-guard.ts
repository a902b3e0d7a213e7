import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Database } from '../../../prisma/database.js';
import { verifyApiKey } from '../../../prisma/stores/api-key-store.js';
import { Problem } from '../problems/problem.js';
import { ACCESS } from './access.js';
import type { Access } from './access.js';

const USAGE = 'Send the key in a header: `Authorization: Bearer sop_live_...` or `X-Api-Key: sop_live_...`.';
const KEY_NAMES = /^(x-)?(api[-_]?key|key|token|access[-_]?token|auth(orization)?)$/i;

/** Lets a request through when its route is public, or when it brings a key that is stored and not revoked. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly db: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseKeyInQuery(request.query);
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === 'public') return true;
    if (access !== 'api_key') throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no access`);
    const presented = presentedKey(request);
    const key = await verifyApiKey(this.db, presented);
    if (key === null) {
      throw unauthorized(
        'This API key is not known here, or it was revoked.',
        `Make a new key with \`npx sopwith up --new-key\`. ${USAGE}`,
      );
    }
    return true;
  }
}

// A key in an address ends up in logs, histories and referrers, so it is refused even when it is a good one.
function refuseKeyInQuery(query: unknown): void {
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (KEY_NAMES.test(name) || (typeof value === 'string' && value.startsWith('sop_live_'))) {
      throw unauthorized(
        `An API key never goes into the address (query parameter \`${name}\`): addresses end up in logs.`,
        USAGE,
      );
    }
  }
}

function presentedKey(request: FastifyRequest): string {
  const authorization = request.headers.authorization;
  const header = request.headers['x-api-key'];
  if (authorization !== undefined) {
    const match = /^Bearer +(\S+)$/i.exec(authorization.trim());
    if (match?.[1] === undefined) throw unauthorized('The Authorization header is not `Bearer` followed by a key.', USAGE);
    return match[1];
  }
  if (typeof header === 'string' && header.trim() !== '') return header.trim();
  throw unauthorized('This route needs an API key and none was sent.', USAGE);
}

function unauthorized(cause: string, fix: string): Problem {
  return new Problem(401, 'api-key', cause, fix, { headers: { 'WWW-Authenticate': 'Bearer realm="sopwith"' } });
}
