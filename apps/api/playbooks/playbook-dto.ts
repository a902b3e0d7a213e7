import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { PlaybookDetail, PlaybookListItem, PlaybookVersionView } from '../../../prisma/read-models/playbook-list.js';
import type { LocalizedText } from '../../../workflows/model/localized-text.js';
import type { Plan, PlanTemplates } from '../../../workflows/model/plan.js';
import { LocalizedTextDto } from '../accounts/account-detail-dto.js';
import { DiagnosticDto } from '../openapi/diagnostic-dto.js';
import { RetirementDto } from './retirement-dto.js';

const MOST_FILES = 500;

export class PlaybookListItemDto implements PlaybookListItem {
  @ApiProperty({ example: 'usage-drop-rescue' })
  readonly id!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ description: 'sha256 over the compiled plan and its templates.' })
  readonly contentHash!: string;

  @ApiProperty({ type: () => LocalizedTextDto })
  readonly title!: LocalizedText;

  @ApiProperty()
  readonly goal!: string;

  @ApiProperty()
  readonly owner!: string;

  @ApiProperty({ enum: ['becomes_true', 'at_date', 'manual'] })
  readonly start!: string;

  @ApiProperty({ format: 'date-time' })
  readonly publishedAt!: string;

  @ApiProperty({ type: 'integer' })
  readonly liveRuns!: number;

  @ApiProperty({ type: 'integer', description: 'Of all versions.' })
  readonly runs!: number;

  @ApiProperty({ type: () => RetirementDto, nullable: true, description: 'Set while it is out of use: it takes nobody in.' })
  readonly retirement!: RetirementDto | null;
}

export class PlaybookListDto {
  @ApiProperty({ type: () => [PlaybookListItemDto] })
  readonly items!: readonly PlaybookListItemDto[];
}

export class PlaybookVersionDto implements PlaybookVersionView {
  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty()
  readonly contentHash!: string;

  @ApiProperty({ description: 'New runs use this one; runs under way keep theirs.' })
  readonly current!: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly publishedAt!: string;
}

export class PlaybookDetailDto extends PlaybookListItemDto implements PlaybookDetail {
  @ApiProperty({ description: 'The YAML as it was published.' })
  readonly source!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The compiled plan.' })
  readonly plan!: Plan;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Template -> locale -> source.' })
  readonly templates!: PlanTemplates;

  @ApiProperty({ type: () => [PlaybookVersionDto] })
  readonly versions!: readonly PlaybookVersionDto[];
}

export class SourceFileBody {
  @ApiProperty({ example: 'adoption/usage-drop-rescue.playbook.yaml', description: 'Relative, with forward slashes.' })
  @IsString({ message: 'give a relative path' })
  @MaxLength(300, { message: 'give at most 300 characters' })
  @Matches(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\\\p{Cc}]+$/u, {
    message: 'give a relative path with forward slashes, without . and ..',
  })
  readonly path!: string;

  @ApiProperty()
  @IsString({ message: "give the file's text" })
  readonly text!: string;
}

export class BookBody {
  @ApiProperty({ type: () => [SourceFileBody], minItems: 1, maxItems: MOST_FILES })
  @IsArray({ message: 'give the files as a list of { path, text }' })
  @ArrayNotEmpty({ message: 'give at least one file' })
  @ArrayMaxSize(MOST_FILES, { message: `give at most ${MOST_FILES} files` })
  @ValidateNested({ each: true, message: 'give each file as { path, text }' })
  @Type(() => SourceFileBody)
  readonly files!: readonly SourceFileBody[];
}

export class LintResultDto {
  @ApiProperty({ type: 'integer' })
  readonly files!: number;

  @ApiProperty({ type: 'integer' })
  readonly errors!: number;

  @ApiProperty({ type: 'integer' })
  readonly warnings!: number;

  @ApiProperty({ type: () => [DiagnosticDto] })
  readonly diagnostics!: readonly DiagnosticDto[];
}

export class PublishedPlaybookDto {
  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty()
  readonly contentHash!: string;

  @ApiProperty({ description: 'False = it was published before, with the same content.' })
  readonly changed!: boolean;

  @ApiProperty({ description: 'True = it is retired and takes nobody in until it is reopened, whichever version is published.' })
  readonly retired!: boolean;
}

export class NotRunnableDto {
  @ApiProperty({ example: 'metrics.usage_time', description: 'Where it stands.' })
  readonly where!: string;

  @ApiProperty({ example: 'sum', description: 'What it is, in the words of the language.' })
  readonly what!: string;
}

export class RefusedPlaybookDto {
  @ApiProperty({ example: 'adoption/usage-drop-rescue.playbook.yaml' })
  readonly file!: string;

  @ApiProperty()
  readonly playbook!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ type: () => [NotRunnableDto], description: 'What of it the engine does not carry out yet.' })
  readonly notRunnable!: readonly NotRunnableDto[];
}

export class PublishResultDto {
  @ApiProperty({ type: () => [PublishedPlaybookDto] })
  readonly playbooks!: readonly PublishedPlaybookDto[];

  @ApiProperty({ type: () => [RefusedPlaybookDto], description: 'Right, but not runnable yet: these were not published.' })
  readonly refused!: readonly RefusedPlaybookDto[];

  @ApiProperty({ type: 'integer', description: 'Inline tests that passed.' })
  readonly testsPassed!: number;

  @ApiProperty({ type: () => [DiagnosticDto], description: 'Warnings.' })
  readonly diagnostics!: readonly DiagnosticDto[];

  @ApiProperty({
    type: () => [NotRunnableDto],
    description: 'What the catalogue declares and the engine does not compute yet: unknown to whoever asks for it.',
  })
  readonly notRunnable!: readonly NotRunnableDto[];
}

export class EnrollBody {
  @ApiProperty({ example: 'acme' })
  @IsString({ message: "give an account's id" })
  @IsNotEmpty({ message: "give an account's id" })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly account!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Made by the caller: the same one twice has one effect.' })
  @IsOptional()
  @IsUUID('all', { message: 'give a UUID, or leave it out' })
  readonly requestId?: string;
}

export class EnrollResultDto {
  @ApiProperty({ enum: ['enroll', 'skip', 'repeated'], description: '`repeated` = this requestId was decided before.' })
  readonly decision!: 'enroll' | 'skip' | 'repeated';

  @ApiProperty({ type: 'string', nullable: true })
  readonly run!: string | null;

  @ApiProperty({ type: 'string', nullable: true, enum: ['treatment', 'holdout', null] })
  readonly arm!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it was skipped.' })
  readonly reason!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly detail!: string | null;
}
