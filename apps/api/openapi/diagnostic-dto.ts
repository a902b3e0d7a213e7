import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Diagnostic, Fix, Severity, Span } from '../../../workflows/model/diagnostic.js';

export class SpanDto implements Span {
  @ApiProperty({ type: 'integer', description: '1-based' })
  readonly line!: number;

  @ApiProperty({ type: 'integer', description: '1-based, in UTF-16 code units' })
  readonly column!: number;

  @ApiProperty({ type: 'integer' })
  readonly endLine!: number;

  @ApiProperty({ type: 'integer', description: 'exclusive' })
  readonly endColumn!: number;
}

export class FixDto implements Fix {
  @ApiProperty({ type: () => SpanDto, description: 'What is replaced; without width it inserts.' })
  readonly span!: SpanDto;

  @ApiProperty()
  readonly text!: string;
}

export class DiagnosticDto implements Diagnostic {
  @ApiProperty({ example: 'renewal/renewal-90.playbook.yaml' })
  readonly file!: string;

  @ApiProperty({ type: () => SpanDto })
  readonly span!: SpanDto;

  @ApiProperty({ enum: ['error', 'warning'] })
  readonly severity!: Severity;

  @ApiProperty({ example: 'unknown-key' })
  readonly code!: string;

  @ApiProperty()
  readonly message!: string;

  @ApiPropertyOptional()
  readonly suggestion?: string;

  @ApiPropertyOptional({ type: () => FixDto, description: 'The one obvious repair.' })
  readonly fix?: FixDto;
}
