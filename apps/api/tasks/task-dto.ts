import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import type { TaskView } from '../../../prisma/read-models/task-list.js';
import { PersonDto } from '../accounts/account-dto.js';
import { PageQuery, pageOf } from '../openapi/page-dto.js';

export const TASK_STATUSES = ['open', 'done', 'expired', 'cancelled'] as const;

export class TaskQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'A member: tasks assigned or escalated to this person.' })
  @IsOptional()
  @IsString({ message: "give one member's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly assignee?: string;

  @ApiPropertyOptional({ enum: TASK_STATUSES })
  @IsOptional()
  @IsIn(TASK_STATUSES, { message: `give one of ${TASK_STATUSES.join(', ')}` })
  readonly status?: (typeof TASK_STATUSES)[number];

  @ApiPropertyOptional({ type: 'boolean', description: 'true = only open tasks past their due time; false = only the others.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: 'give true or false' })
  readonly overdue?: boolean;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: "give one account's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly account?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: "give one run's id" })
  @MaxLength(500, { message: 'give at most 500 characters' })
  readonly run?: string;
}

export class TaskDto implements TaskView {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty()
  readonly run!: string;

  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty()
  readonly step!: string;

  @ApiProperty()
  readonly stepKey!: string;

  @ApiProperty({ enum: ['step', 'fallback'], description: '`fallback` = opened because a message could not be sent.' })
  readonly kind!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty()
  readonly accountName!: string;

  @ApiProperty({ example: 'Europe/Berlin', description: "The account's zone: people read times in it." })
  readonly timezone!: string;

  @ApiProperty({ type: () => PersonDto, nullable: true })
  readonly assignee!: PersonDto | null;

  @ApiProperty({ type: () => PersonDto, nullable: true })
  readonly escalatedTo!: PersonDto | null;

  @ApiProperty()
  readonly title!: string;

  @ApiProperty({ type: [String] })
  readonly checklist!: readonly string[];

  @ApiProperty({ type: [String], description: 'The words it may be closed with.' })
  readonly outcomes!: readonly string[];

  @ApiProperty({ type: 'integer', nullable: true, description: 'Least length of the note that closes it.' })
  readonly noteAtLeast!: number | null;

  @ApiProperty({ format: 'date-time' })
  readonly openedAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly dueAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt!: string;

  @ApiProperty({ enum: TASK_STATUSES })
  readonly status!: string;

  @ApiProperty()
  readonly overdue!: boolean;

  @ApiProperty({ type: 'string', nullable: true })
  readonly outcome!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly note!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  readonly evidence!: unknown;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly closedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly closedBy!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly closeReason!: string | null;

  @ApiProperty({ description: 'Closed by the autopilot of a replay, not by a person.' })
  readonly simulated!: boolean;
}

export class TaskPageDto extends pageOf(TaskDto, 'TaskPage') {}

export class CloseTaskBody {
  @ApiProperty({ description: "One of the task's declared outcomes.", example: 'reached' })
  @IsString({ message: "give one of the task's outcomes" })
  @IsNotEmpty({ message: "give one of the task's outcomes" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly outcome!: string;

  @ApiPropertyOptional({ maxLength: 10_000 })
  @IsOptional()
  @IsString({ message: 'give text' })
  @MaxLength(10_000, { message: 'give at most 10,000 characters' })
  readonly note?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { call: 'https://crm.example/calls/81' } })
  @IsOptional()
  @IsObject({ message: 'give a JSON object' })
  readonly evidence?: Readonly<Record<string, unknown>>;

  @ApiProperty({ description: "Who closes it: a member's id.", example: 'csm-1' })
  @IsString({ message: "give a member's id" })
  @IsNotEmpty({ message: "give a member's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly by!: string;
}

export class ClosedTaskDto {
  @ApiProperty({ type: () => TaskDto })
  readonly task!: TaskDto;

  @ApiProperty({ description: 'True = the very same answer had been given before; nothing was written.' })
  readonly repeated!: boolean;
}
