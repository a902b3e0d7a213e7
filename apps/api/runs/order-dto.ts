import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { OrderView } from '../../../prisma/read-models/order-list.js';
import { PageQuery, pageOf } from '../openapi/page-dto.js';

export const ORDER_STATUSES = ['asked', 'taken', 'refused'] as const;
const KINDS = ['pause', 'resume', 'cancel', 'skip_step', 'retry_step', 'hand_over', 'migrate'] as const;

export class OrderDto implements OrderView {
  @ApiProperty({ description: 'The same id for the same run twice is one order.' })
  readonly id!: string;

  @ApiProperty()
  readonly run!: string;

  @ApiProperty({ enum: KINDS })
  readonly kind!: string;

  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty()
  readonly by!: string;

  @ApiProperty({ enum: ['api', 'cli', 'retire', 'reopen'] })
  readonly origin!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Orders that were given together.', example: 'retire:3' })
  readonly batch!: string | null;

  @ApiProperty({ format: 'date-time', description: 'Business time.' })
  readonly at!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What belongs to the kind: `step`, `to`, `resumeAt`, or `from`, `to` and `moves` of a migration.',
  })
  readonly payload!: Readonly<Record<string, unknown>>;

  @ApiProperty({ enum: ORDER_STATUSES, description: '`asked` = there is no answer yet.' })
  readonly status!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it was refused, or why there is no answer yet.' })
  readonly answer!: string | null;

  @ApiProperty({ format: 'date-time', description: 'Machine time.' })
  readonly receivedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'Machine time.' })
  readonly answeredAt!: string | null;
}

export class OrderPageDto extends pageOf(OrderDto, 'OrderPage') {}

export class OrderQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: "give one run's id" })
  @MaxLength(500, { message: 'give at most 500 characters' })
  readonly run?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: "give one playbook's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly playbook?: string;

  @ApiPropertyOptional({ description: 'Orders that were given together, as a migration or a retirement names them.' })
  @IsOptional()
  @IsString({ message: 'give one batch' })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly batch?: string;

  @ApiPropertyOptional({ enum: ORDER_STATUSES })
  @IsOptional()
  @IsIn(ORDER_STATUSES, { message: `give one of ${ORDER_STATUSES.join(', ')}` })
  readonly status?: (typeof ORDER_STATUSES)[number];
}

/** Who orders something, and why. */
export class SaidBody {
  @ApiProperty({ description: "Who orders it: a member's id.", example: 'csm-1' })
  @IsString({ message: "give a member's id" })
  @IsNotEmpty({ message: "give a member's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly by!: string;

  @ApiProperty({ description: 'Why: it stands in the flight record.', example: 'The customer asked us to wait.' })
  @IsString({ message: 'say why' })
  @Matches(/\S/, { message: 'say why' })
  @MaxLength(1_000, { message: 'give at most 1,000 characters' })
  readonly reason!: string;
}

export class OrderBody extends SaidBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Made by the caller: the same one twice has one effect.' })
  @IsOptional()
  @IsUUID('all', { message: 'give a UUID, or leave it out' })
  readonly orderId?: string;
}

export class PauseBody extends OrderBody {
  @ApiPropertyOptional({
    example: '2026-03-02',
    description:
      "When it goes on by itself: an instant, or a day (its beginning in the account's zone). Left out = when somebody resumes it, within 180 days.",
  })
  @IsOptional()
  @IsString({ message: 'give a day such as 2026-03-02, or an instant with zone' })
  @MaxLength(40, { message: 'give a day such as 2026-03-02, or an instant with zone' })
  readonly until?: string;
}

export class StepOrderBody extends OrderBody {
  @ApiProperty({ example: 'call' })
  @IsString({ message: "give a step's id" })
  @IsNotEmpty({ message: "give a step's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly step!: string;
}

export class HandOverBody extends OrderBody {
  @ApiProperty({ description: 'Who takes it over, with all its open tasks: the id of a member.', example: 'csm-2' })
  @IsString({ message: "give a member's id" })
  @IsNotEmpty({ message: "give a member's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly to!: string;
}

export class TakenOrderDto {
  @ApiProperty()
  readonly order!: string;

  @ApiProperty()
  readonly run!: string;

  @ApiProperty({ description: 'True = the very same order had been taken before.' })
  readonly repeated!: boolean;
}
