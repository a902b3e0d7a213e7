import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type {
  AccountListItem,
  ContractView,
  HealthSummary,
  LiveRun,
  PersonView,
} from '../../../prisma/read-models/account-list.js';
import { PageQuery, pageOf } from '../openapi/page-dto.js';

const BANDS = ['green', 'yellow', 'red', 'unknown'] as const;

export class AccountQuery extends PageQuery {
  @ApiPropertyOptional({ enum: BANDS, description: '`unknown` = no score could be computed yet.' })
  @IsOptional()
  @IsIn(BANDS, { message: `give one of ${BANDS.join(', ')}` })
  readonly band?: (typeof BANDS)[number];

  @ApiPropertyOptional({ description: "A member's id." })
  @IsOptional()
  @IsString({ message: "give one member's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly csm?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: 'give one segment' })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly segment?: string;
}

export class PersonDto implements PersonView {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty()
  readonly name!: string;
}

export class HealthSummaryDto implements HealthSummary {
  @ApiProperty({ type: 'number', nullable: true, description: '0..100; null = not one dimension could be read.' })
  readonly score!: number | null;

  @ApiProperty({ type: 'string', enum: ['green', 'yellow', 'red', null], nullable: true })
  readonly band!: string | null;

  @ApiProperty({ format: 'date-time', description: 'Business time as of which it was scored.' })
  readonly at!: string;
}

export class ContractDto implements ContractView {
  @ApiProperty()
  readonly product!: string;

  @ApiProperty({ format: 'date' })
  readonly start!: string;

  @ApiProperty({ format: 'date', description: 'The first day without a contract.' })
  readonly end!: string;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly seats!: number | null;
}

export class LiveRunDto implements LiveRun {
  @ApiProperty()
  readonly run!: string;

  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty({ enum: ['treatment', 'holdout'] })
  readonly arm!: string;

  @ApiProperty({ enum: ['starting', 'running', 'paused', 'verifying'] })
  readonly status!: string;
}

export class AccountBaseDto {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ enum: ['trial', 'active', 'churned'] })
  readonly status!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly segment!: string | null;

  @ApiProperty({ description: 'True = no playbook may touch it.' })
  readonly muted!: boolean;

  @ApiProperty({ type: () => PersonDto, nullable: true })
  readonly csm!: PersonDto | null;

  @ApiProperty({
    type: () => ContractDto,
    nullable: true,
    description: 'The term in force, else the last that ended, else the first to come.',
  })
  readonly contract!: ContractDto | null;

  @ApiProperty({ type: () => [LiveRunDto] })
  readonly liveRuns!: readonly LiveRunDto[];
}

export class AccountListItemDto extends AccountBaseDto implements AccountListItem {
  @ApiProperty({ type: () => HealthSummaryDto, nullable: true })
  readonly health!: HealthSummaryDto | null;
}

export class AccountPageDto extends pageOf(AccountListItemDto, 'AccountPage') {}
