import { ApiProperty, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import type { EvaluationView } from '../../../prisma/read-models/fact-view.js';
import type { MessageView } from '../../../prisma/read-models/run-messages.js';
import type { CheckView, RunRecord, RunTrigger, StepView, UsedFact } from '../../../prisma/read-models/run-record.js';
import type { TraceLine } from '../../../prisma/read-models/trace-view.js';
import { FactDto } from '../accounts/account-detail-dto.js';
import { TaskDto } from '../tasks/task-dto.js';
import { OrderDto } from './order-dto.js';
import { RunListItemDto } from './run-dto.js';

export class EvaluationDto implements EvaluationView {
  @ApiProperty()
  readonly condition!: string;

  @ApiProperty({ type: 'boolean', nullable: true, description: 'Null = unknown.' })
  readonly value!: boolean | null;

  @ApiProperty({ type: () => [FactDto] })
  readonly facts!: readonly FactDto[];
}

export class RunTriggerDto implements RunTrigger {
  @ApiProperty({ example: 'check#1' })
  readonly episode!: string;

  @ApiProperty({ format: 'date-time' })
  readonly openedAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly decidedAt!: string;

  @ApiProperty({ type: () => [FactDto] })
  readonly facts!: readonly FactDto[];

  @ApiProperty({ type: () => [EvaluationDto], description: 'The enroll conditions with their answers.' })
  readonly evaluations!: readonly EvaluationDto[];
}

export class UsedFactDto extends FactDto implements UsedFact {
  @ApiProperty({ description: '`start`, `enroll`, a step, `exit:<id>` or `objective:<id>`.' })
  readonly usedFor!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;
}

export class StepDto implements StepView {
  @ApiProperty({ example: 'call_owner#3' })
  readonly key!: string;

  @ApiProperty()
  readonly step!: string;

  @ApiProperty({ enum: ['email', 'in_app', 'task', 'check', 'wait', 'branch'] })
  readonly verb!: string;

  @ApiProperty({ format: 'date-time' })
  readonly dueAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly doneAt!: string | null;

  @ApiProperty({ enum: ['active', 'done', 'skipped', 'failed', 'expired', 'cancelled'] })
  readonly status!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly outcome!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly reason!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly by!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  readonly detail!: unknown;
}

export class MessageDto implements MessageView {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty()
  readonly step!: string;

  @ApiProperty()
  readonly stepKey!: string;

  @ApiProperty({ enum: ['email', 'in_app'] })
  readonly channel!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly contact!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly member!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: "The recipient's name." })
  readonly recipient!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly address!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly cc!: string | null;

  @ApiProperty()
  readonly template!: string;

  @ApiProperty()
  readonly locale!: string;

  @ApiProperty()
  readonly subject!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly messageId!: string | null;

  @ApiProperty({
    description: 'E-mail: queued, sending, sent, rejected, unknown, cancelled. In-app: posted, seen, dismissed, expired.',
  })
  readonly status!: string;

  @ApiProperty({ type: 'integer' })
  readonly attempts!: number;

  @ApiProperty({ type: 'string', nullable: true })
  readonly lastError!: string | null;

  @ApiProperty({ description: 'Seen or dismissed by the autopilot of a replay.' })
  readonly simulated!: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly sentAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly seenAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly dismissedAt!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly expiresAt!: string | null;
}

export class CheckDto implements CheckView {
  @ApiProperty({ enum: ['step', 'objective'] })
  readonly kind!: string;

  @ApiProperty()
  readonly subject!: string;

  @ApiProperty()
  readonly primary!: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty()
  readonly condition!: string;

  @ApiProperty({
    type: 'boolean',
    nullable: true,
    description: 'Observed at its date, not proven to be caused by the run; null = unknown.',
  })
  readonly value!: boolean | null;

  @ApiProperty({ type: () => [FactDto] })
  readonly facts!: readonly FactDto[];
}

export class TraceLineDto implements TraceLine {
  @ApiProperty({ type: 'integer' })
  readonly seq!: number;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ example: 'step_settled' })
  readonly type!: string;

  readonly [more: string]: unknown;
}

@ApiExtraModels(TraceLineDto)
export class RunRecordDto extends RunListItemDto implements RunRecord {
  @ApiProperty({ type: () => RunTriggerDto, nullable: true })
  readonly trigger!: RunTriggerDto | null;

  @ApiProperty({
    type: 'array',
    items: { allOf: [{ $ref: getSchemaPath(TraceLineDto) }], type: 'object', additionalProperties: true },
    description: 'The flight record in business time: `seq`, `at`, `type`, often `step`, and what belongs to the type.',
  })
  readonly trace!: readonly TraceLineDto[];

  @ApiProperty({ type: () => [UsedFactDto] })
  readonly facts!: readonly UsedFactDto[];

  @ApiProperty({ type: () => [StepDto] })
  readonly steps!: readonly StepDto[];

  @ApiProperty({ type: () => [MessageDto] })
  readonly messages!: readonly MessageDto[];

  @ApiProperty({ type: () => [TaskDto] })
  readonly tasks!: readonly TaskDto[];

  @ApiProperty({ type: () => [CheckDto] })
  readonly checks!: readonly CheckDto[];

  @ApiProperty({ type: () => [OrderDto], description: 'What people ordered about it, refused orders too; oldest first.' })
  readonly orders!: readonly OrderDto[];
}
