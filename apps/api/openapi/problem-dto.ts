import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DiagnosticDto } from './diagnostic-dto.js';

export class ProblemPartDto {
  @ApiProperty({ example: 'body.timestamp' })
  readonly place!: string;

  @ApiProperty()
  readonly cause!: string;

  @ApiProperty()
  readonly fix!: string;
}

/** `application/problem+json`, RFC 9457. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:sopwith:problem:invalid-request' })
  readonly type!: string;

  @ApiProperty({ example: 'Bad request' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  readonly status!: number;

  @ApiProperty({ description: 'Stable word for programs.', example: 'invalid-request' })
  readonly code!: string;

  @ApiProperty({ description: 'The cause.' })
  readonly detail!: string;

  @ApiProperty({ description: 'What to do about it.' })
  readonly fix!: string;

  @ApiPropertyOptional({ description: 'Where it is wrong.', example: 'body.timestamp' })
  readonly place?: string;

  @ApiPropertyOptional({ type: () => [ProblemPartDto] })
  readonly errors?: readonly ProblemPartDto[];

  @ApiPropertyOptional({ type: () => [DiagnosticDto] })
  readonly diagnostics?: readonly DiagnosticDto[];

  @ApiProperty()
  readonly requestId!: string;
}
