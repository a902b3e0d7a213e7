import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemDto } from './problem-dto.js';

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'A value of the request is wrong; every one is listed with its place.',
  401: 'No API key, an unknown one, or one in the address.',
  404: 'There is no such thing.',
  409: 'It contradicts what is there.',
  413: 'The body is larger than 1 MB.',
  415: 'The body is not JSON.',
  422: 'Well-formed, but it cannot be carried out; the reason is named.',
  500: 'Our fault; the request id leads to the log.',
  503: 'PostgreSQL (or, for orders, Temporal or the run) does not answer; try again after Retry-After seconds.',
};

/** Documents refusals of a route as problem+json. */
export function ApiProblems(...statuses: readonly number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status] ?? 'Refused.',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
      }),
    ),
  );
}
