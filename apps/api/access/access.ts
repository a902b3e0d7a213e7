import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../openapi/api-problems.js';

/** Who may call a route. Every route declares exactly one; the guard refuses a route that declares none. */
export type Access = 'public' | 'api_key';

export const ACCESS = 'sopwith:access';

/** Anybody may call it: it gives nothing away about customers. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, 'public' satisfies Access);

/** Callable with a valid API key only. */
export const NeedsApiKey = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ACCESS, 'api_key' satisfies Access),
    ApiSecurity('bearer'),
    ApiSecurity('api-key'),
    ApiProblems(400, 401, 500, 503),
  );
