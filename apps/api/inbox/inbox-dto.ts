import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';
import type { InboxMessage } from '../../../prisma/read-models/inbox.js';
import { PageQuery, pageOf } from '../openapi/page-dto.js';

export class InboxQuery extends PageQuery {
  @ApiPropertyOptional({ type: 'boolean', default: false, description: 'Also what was dismissed or has expired.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: 'give true or false' })
  readonly all?: boolean;
}

export class InboxMessageDto implements InboxMessage {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty()
  readonly run!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly subject!: string;

  @ApiProperty({ description: 'Plain text.' })
  readonly body!: string;

  @ApiProperty()
  readonly locale!: string;

  @ApiProperty({ enum: ['posted', 'seen', 'dismissed', 'expired'] })
  readonly status!: string;

  @ApiProperty({ format: 'date-time' })
  readonly postedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly seenAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly dismissedAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly expiresAt!: string | null;
}

export class InboxPageDto extends pageOf(InboxMessageDto, 'InboxPage') {}

export class MarkedDto {
  @ApiProperty({ format: 'uuid' })
  readonly message!: string;

  @ApiProperty({ description: 'False = it had been so before.' })
  readonly changed!: boolean;
}
