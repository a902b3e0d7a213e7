import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

const ID = { message: 'give a text of 1 to 200 characters' };
const ROLES = ['end_user', 'key_user', 'champion', 'decision_maker', 'admin'] as const;
const LOCALES = ['en', 'zh'] as const;
const STATUSES = ['trial', 'active', 'churned'] as const;

// The day and the zone are checked where the instant is read.
const TIMESTAMP = {
  pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/,
  message: 'give ISO 8601 with a zone, e.g. 2026-03-02T07:00:00Z or 2026-03-02T15:00:00+08:00',
};

export class TrackBody {
  @ApiProperty({ description: 'Identifies the event: the same one twice has one effect.', example: 'evt-7f3a' })
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly messageId!: string;

  @ApiProperty({ description: "The event's name.", example: 'login' })
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly event!: string;

  @ApiPropertyOptional({ description: 'The contact. Give `userId`, `groupId` or both.' })
  @IsOptional()
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly userId?: string;

  @ApiPropertyOptional({ description: "The account; without it the contact's account." })
  @IsOptional()
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly groupId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it happened, at most 1 h in the future. Default: now.' })
  @IsOptional()
  @Matches(TIMESTAMP.pattern, { message: TIMESTAMP.message })
  readonly timestamp?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject({ message: 'give a JSON object' })
  readonly properties?: Readonly<Record<string, unknown>>;
}

export class ContactTraits {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString({ message: 'give text' })
  @MaxLength(200, { message: 'give at most 200 characters' })
  readonly name?: string;

  @ApiPropertyOptional({ format: 'email' })
  @IsOptional()
  @IsEmail({ allow_utf8_local_part: false }, { message: 'give one e-mail address such as ada@example.com' })
  readonly email?: string;

  @ApiPropertyOptional({ enum: ROLES })
  @IsOptional()
  @IsIn(ROLES, { message: `give one of ${ROLES.join(', ')}` })
  readonly role?: (typeof ROLES)[number];

  @ApiPropertyOptional({ enum: LOCALES })
  @IsOptional()
  @IsIn(LOCALES, { message: `give one of ${LOCALES.join(', ')}` })
  readonly locale?: (typeof LOCALES)[number];

  @ApiPropertyOptional({ description: 'False = never write to this person.' })
  @IsOptional()
  @IsBoolean({ message: 'give true or false' })
  readonly active?: boolean;
}

export class IdentifyBody {
  @ApiProperty({ description: 'The contact.' })
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly userId!: string;

  @ApiPropertyOptional({ description: 'The account; needed the first time.' })
  @IsOptional()
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly groupId?: string;

  @ApiPropertyOptional({ type: () => ContactTraits, description: 'What is not given stays as it is.' })
  @IsOptional()
  @IsObject({ message: 'give a JSON object' })
  @ValidateNested()
  @Type(() => ContactTraits)
  readonly traits?: ContactTraits;
}

export class AccountTraits {
  @ApiPropertyOptional({ description: 'Needed the first time.' })
  @IsOptional()
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly name?: string;

  @ApiPropertyOptional({ enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES, { message: `give one of ${STATUSES.join(', ')}` })
  readonly status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({ description: "The owner: a member's id." })
  @IsOptional()
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly csm?: string;

  @ApiPropertyOptional({ enum: LOCALES })
  @IsOptional()
  @IsIn(LOCALES, { message: `give one of ${LOCALES.join(', ')}` })
  readonly locale?: (typeof LOCALES)[number];

  @ApiPropertyOptional({ description: 'IANA zone.', example: 'Asia/Shanghai' })
  @IsOptional()
  @IsString({ message: 'give an IANA time zone such as Europe/Berlin' })
  @MaxLength(60, { message: 'give an IANA time zone such as Europe/Berlin' })
  readonly timezone?: string;

  @ApiPropertyOptional({ description: 'True = no playbook may touch it.' })
  @IsOptional()
  @IsBoolean({ message: 'give true or false' })
  readonly muted?: boolean;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean', 'null'] as unknown as string },
    description: 'Read by conditions as `account.<name>`. What is not given stays; null takes one away.',
  })
  @IsOptional()
  @IsObject({ message: 'give a JSON object' })
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export class GroupBody {
  @ApiProperty({ description: 'The account.' })
  @IsString(ID)
  @IsNotEmpty(ID)
  @MaxLength(200, ID)
  readonly groupId!: string;

  @ApiPropertyOptional({ type: () => AccountTraits, description: 'What is not given stays as it is.' })
  @IsOptional()
  @IsObject({ message: 'give a JSON object' })
  @ValidateNested()
  @Type(() => AccountTraits)
  readonly traits?: AccountTraits;
}

export class TrackedDto {
  @ApiProperty()
  readonly messageId!: string;

  @ApiProperty()
  readonly account!: string;

  @ApiProperty({ description: 'True = it was known; nothing was written.' })
  readonly duplicate!: boolean;

  @ApiProperty({
    description: 'True = a period it belongs to was closed already: it is kept and marked, and changes no past value.',
  })
  readonly late!: boolean;
}

export class UpsertedDto {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty()
  readonly created!: boolean;
}
