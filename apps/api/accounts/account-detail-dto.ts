import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  AccountDetail,
  ContactView,
  DimensionView,
  HealthDetail,
  MetricView,
} from '../../../prisma/read-models/account-detail.js';
import type { TimelineEntry, TimelineKind } from '../../../prisma/read-models/account-timeline.js';
import { TIMELINE_KINDS } from '../../../prisma/read-models/account-timeline.js';
import type { FactView } from '../../../prisma/read-models/fact-view.js';
import type { FactValue, ValueType } from '../../../workflows/model/fact.js';
import type { LocalizedText } from '../../../workflows/model/localized-text.js';
import { pageOf } from '../openapi/page-dto.js';
import { AccountBaseDto, ContractDto, HealthSummaryDto, PersonDto } from './account-dto.js';

const FACT_VALUE = { oneOf: ['number', 'string', 'boolean', 'null'].map((type) => ({ type })) };
const VALUE_TYPES = ['number', 'percent', 'duration', 'date', 'text', 'yes_no'] as const satisfies readonly ValueType[];

export class LocalizedTextDto {
  @ApiPropertyOptional()
  readonly en?: string;

  @ApiPropertyOptional()
  readonly zh?: string;
}

export class FactDto implements FactView {
  @ApiProperty({ description: 'As the author wrote it.', example: 'wow_drop(logins)' })
  readonly name!: string;

  @ApiProperty({ enum: VALUE_TYPES })
  readonly type!: ValueType;

  @ApiProperty({
    ...FACT_VALUE,
    description: 'A percent is a fraction, a duration milliseconds, a date ISO 8601; null = unknown.',
  })
  readonly value!: FactValue;

  @ApiProperty({ format: 'date-time' })
  readonly asOf!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When the closed period of a metric began that ended at `asOf`.' })
  readonly since?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: FACT_VALUE,
    description: 'The raw numbers behind it: `before` and `after` of a change, the `date` (ISO 8601) of a distance.',
  })
  readonly from?: Readonly<Record<string, FactValue>>;

  @ApiPropertyOptional({
    enum: VALUE_TYPES,
    description: 'How the numbers in `from` read; left out for plain numbers and dates.',
  })
  readonly fromType?: ValueType;
}

export class DimensionDto implements DimensionView {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ description: 'Share of the score, 0..1.' })
  readonly weight!: number;

  @ApiProperty({ type: 'number', nullable: true, description: '0..100; null = missing, its weight went to the others.' })
  readonly points!: number | null;

  @ApiProperty({ type: () => FactDto })
  readonly fact!: FactDto;
}

export class HealthDetailDto extends HealthSummaryDto implements HealthDetail {
  @ApiProperty({ description: 'Id of the health definition.' })
  readonly definition!: string;

  @ApiProperty({ type: () => [DimensionDto] })
  readonly dimensions!: readonly DimensionDto[];
}

export class MetricDto implements MetricView {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ type: () => LocalizedTextDto })
  readonly title!: LocalizedText;

  @ApiProperty({ enum: ['number', 'percent'], description: 'A percent is a fraction.' })
  readonly type!: string;

  @ApiProperty({ type: 'number', nullable: true })
  readonly value!: number | null;

  @ApiProperty({ format: 'date-time' })
  readonly periodStart!: string;

  @ApiProperty({ format: 'date-time' })
  readonly periodEnd!: string;
}

export class ContactDto implements ContactView {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly name!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly email!: string | null;

  @ApiProperty({ example: 'champion' })
  readonly role!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly locale!: string | null;

  @ApiProperty()
  readonly active!: boolean;
}

export class AccountDetailDto extends AccountBaseDto implements AccountDetail {
  @ApiProperty()
  readonly locale!: string;

  @ApiProperty({ example: 'Europe/Berlin' })
  readonly timezone!: string;

  @ApiProperty({ type: () => PersonDto, nullable: true })
  readonly manager!: PersonDto | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly attributes!: Readonly<Record<string, unknown>>;

  @ApiProperty({ type: () => HealthDetailDto, nullable: true })
  readonly health!: HealthDetailDto | null;

  @ApiProperty({ type: () => [ContractDto] })
  readonly contracts!: readonly ContractDto[];

  @ApiProperty({ type: () => [MetricDto], description: 'The last closed period of each metric.' })
  readonly metrics!: readonly MetricDto[];

  @ApiProperty({ type: () => [ContactDto], description: 'At most 1,000.' })
  readonly contacts!: readonly ContactDto[];
}

export class TimelineEntryDto implements TimelineEntry {
  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ enum: TIMELINE_KINDS })
  readonly kind!: TimelineKind;

  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly playbook!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly run!: string | null;

  @ApiProperty({ description: 'What it was about: a step, a subject line, a task, a band.' })
  readonly title!: string;

  @ApiProperty({ type: 'object', additionalProperties: FACT_VALUE, description: 'What it holds depends on `kind`.' })
  readonly detail!: Readonly<Record<string, FactValue>>;
}

export class TimelinePageDto extends pageOf(TimelineEntryDto, 'TimelinePage') {}
