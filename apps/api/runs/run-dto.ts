import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { RUN_STATUSES } from '../../../prisma/read-models/run-list.js';
import type { RunListItem } from '../../../prisma/read-models/run-list.js';
import { PersonDto } from '../accounts/account-dto.js';
import { PageQuery, pageOf } from '../openapi/page-dto.js';

const STATUSES = [...RUN_STATUSES, 'live'] as const;

export class RunQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATUSES, description: '`live` = starting, running, paused or verifying.' })
  @IsOptional()
  @IsIn(STATUSES, { message: `give one of ${STATUSES.join(', ')}` })
  readonly status?: (typeof STATUSES)[number];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: "give one playbook's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly playbook?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: "give one account's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly account?: string;
}

export class RunListItemDto implements RunListItem {
  @ApiProperty({ example: 'pb:usage-drop-rescue:acme:check#1' })
  readonly run!: string;

  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly accountName!: string;

  @ApiProperty({ example: 'Europe/Berlin', description: "The account's zone: people read times in it." })
  readonly timezone!: string;

  @ApiProperty({ type: () => PersonDto, nullable: true, description: 'Who has it now.' })
  readonly csm!: PersonDto | null;

  @ApiProperty({ description: 'True = it was handed to another member after it had begun.' })
  readonly handedOver!: boolean;

  @ApiProperty({ type: () => PersonDto, nullable: true, description: 'Whom it began with, when it was handed over since.' })
  readonly firstCsm!: PersonDto | null;

  @ApiProperty({ enum: ['treatment', 'holdout'] })
  readonly arm!: string;

  @ApiProperty({ enum: RUN_STATUSES })
  readonly status!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'How it ended: success, lost, expired, not_met, unknown, completed, failed, cancelled.',
  })
  readonly result!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The exit it left through.' })
  readonly exit!: string | null;

  @ApiProperty({ type: [String], description: 'Steps under way.' })
  readonly activeSteps!: readonly string[];

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly finishedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly error!: string | null;
}

export class RunPageDto extends pageOf(RunListItemDto, 'RunPage') {}
