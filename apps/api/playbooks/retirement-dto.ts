import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { SaidBody } from '../runs/order-dto.js';

const MODES = ['drain', 'stop', 'freeze'] as const;
const MOVES = ['stays', 'rescheduled', 'advances', 'removed', 'restarts'] as const;
const VERDICTS = ['moves', 'refused', 'unanswered'] as const;
const LARGEST = 2_147_483_647;

export class RetireBody extends SaidBody {
  @ApiProperty({
    enum: MODES,
    description:
      'What becomes of live runs: `drain` = they finish, `stop` = they are cancelled, `freeze` = they are paused until it is reopened.',
  })
  @IsIn(MODES, { message: `give one of ${MODES.join(', ')}` })
  readonly mode!: (typeof MODES)[number];
}

export class RetirementDto {
  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty({ enum: MODES })
  readonly mode!: string;

  @ApiProperty()
  readonly by!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ format: 'date-time', description: 'Business time.' })
  readonly at!: string;
}

export class OrderCountsDto {
  @ApiProperty({ type: 'integer', description: 'No answer yet.' })
  readonly asked!: number;

  @ApiProperty({ type: 'integer' })
  readonly taken!: number;

  @ApiProperty({ type: 'integer' })
  readonly refused!: number;
}

export class RetireResultDto {
  @ApiProperty({ type: () => RetirementDto, description: 'As it is in force, or was until now.' })
  readonly retirement!: RetirementDto;

  @ApiProperty({ description: 'True = it was retired in this way before; nothing was written.' })
  readonly repeated!: boolean;

  @ApiProperty({ example: 'retire:3', description: '`GET /v1/orders?batch=` follows the orders that were given to live runs.' })
  readonly batch!: string;

  @ApiProperty({ type: () => OrderCountsDto })
  readonly orders!: OrderCountsDto;
}

export class MigrateBody {
  @ApiProperty({ type: 'integer', description: 'The published version to move to.' })
  @IsInt({ message: 'give the number of a version' })
  @Min(1, { message: 'give the number of a version' })
  @Max(LARGEST, { message: 'give the number of a version' })
  readonly to!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Only runs on this version.' })
  @IsOptional()
  @IsInt({ message: 'give the number of a version' })
  @Min(1, { message: 'give the number of a version' })
  @Max(LARGEST, { message: 'give the number of a version' })
  readonly from?: number;

  @ApiPropertyOptional({ description: 'Only this run.' })
  @IsOptional()
  @IsString({ message: "give one run's id" })
  @MaxLength(500, { message: 'give at most 500 characters' })
  readonly run?: string;

  @ApiPropertyOptional({ default: false, description: 'True = carry it out; else only the impact list is made.' })
  @IsOptional()
  @IsBoolean({ message: 'give true or false' })
  readonly apply?: boolean;

  @ApiPropertyOptional({ description: "Who orders it: a member's id. Needed with `apply`.", example: 'csm-1' })
  @ValidateIf(({ apply, by }: MigrateBody) => apply === true || by !== undefined)
  @IsString({ message: "give a member's id" })
  @IsNotEmpty({ message: "give a member's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly by?: string;

  @ApiPropertyOptional({ description: 'Why. Needed with `apply`.' })
  @ValidateIf(({ apply, reason }: MigrateBody) => apply === true || reason !== undefined)
  @IsString({ message: 'say why' })
  @Matches(/\S/, { message: 'say why' })
  @MaxLength(1_000, { message: 'give at most 1,000 characters' })
  readonly reason?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Made by the caller: the same one twice orders each run once.' })
  @IsOptional()
  @IsUUID('all', { message: 'give a UUID, or leave it out' })
  readonly orderId?: string;
}

export class MigrationMoveDto {
  @ApiProperty({ description: 'A step or an exit.' })
  readonly subject!: string;

  @ApiProperty({ enum: MOVES })
  readonly does!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it is due then.' })
  readonly due?: string;

  @ApiPropertyOptional({ type: 'string', nullable: true, description: 'Where the run goes on; null = its steps are over.' })
  readonly goesTo?: string | null;
}

export class MigrationItemDto {
  @ApiProperty()
  readonly run!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly accountName!: string;

  @ApiProperty({ type: 'integer', description: 'The version it follows now.' })
  readonly version!: number;

  @ApiProperty()
  readonly status!: string;

  @ApiProperty({ type: [String], description: 'Steps under way.' })
  readonly at!: readonly string[];

  @ApiProperty({
    enum: VERDICTS,
    description: '`unanswered` = it could not be asked; ordered all the same, it decides for itself.',
  })
  readonly verdict!: string;

  @ApiProperty({ type: () => [MigrationMoveDto] })
  readonly moves!: readonly MigrationMoveDto[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it would not be moved, or was not asked.' })
  readonly reason!: string | null;
}

export class MigrationCountDto {
  @ApiProperty()
  readonly subject!: string;

  @ApiProperty({ enum: MOVES })
  readonly does!: string;

  @ApiProperty({ type: 'integer' })
  readonly runs!: number;
}

export class MigrationVerdictsDto {
  @ApiProperty({ type: 'integer' })
  readonly moves!: number;

  @ApiProperty({ type: 'integer' })
  readonly refused!: number;

  @ApiProperty({ type: 'integer' })
  readonly unanswered!: number;
}

export class MigrationDto {
  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty({ type: 'integer' })
  readonly to!: number;

  @ApiProperty({ type: () => [MigrationItemDto] })
  readonly runs!: readonly MigrationItemDto[];

  @ApiProperty({ type: () => MigrationVerdictsDto })
  readonly verdicts!: MigrationVerdictsDto;

  @ApiProperty({ type: () => [MigrationCountDto], description: 'What would happen to steps and exits, over all runs.' })
  readonly moves!: readonly MigrationCountDto[];

  @ApiProperty({ description: 'False = nothing was ordered.' })
  readonly applied!: boolean;

  @ApiProperty({ type: 'string', nullable: true, description: '`GET /v1/orders?batch=` follows the orders.' })
  readonly batch!: string | null;

  @ApiProperty({ type: 'integer', description: 'Runs that were ordered to move.' })
  readonly ordered!: number;
}
