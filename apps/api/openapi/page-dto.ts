import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type as TransformTo } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PAGE_LIMIT } from '../../../prisma/read-models/page.js';
import type { Page } from '../../../prisma/read-models/page.js';

/** Where a page begins and how long it is. */
export class PageQuery {
  @ApiPropertyOptional({ description: '`nextCursor` of the page before.' })
  @IsOptional()
  @IsString({ message: 'give one cursor' })
  @MaxLength(1_000, { message: 'give `nextCursor` of the page before' })
  readonly cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: PAGE_LIMIT, default: 50 })
  @IsOptional()
  @TransformTo(() => Number)
  @IsInt({ message: `give a whole number from 1 to ${PAGE_LIMIT}` })
  @Min(1, { message: `give a whole number from 1 to ${PAGE_LIMIT}` })
  @Max(PAGE_LIMIT, { message: `give a whole number from 1 to ${PAGE_LIMIT}` })
  readonly limit?: number;
}

/** The documented page of a list. */
export function pageOf<T>(item: Type<T>, name: string): Type<Page<T>> {
  class PageDto implements Page<T> {
    @ApiProperty({ type: () => [item] })
    readonly items!: readonly T[];

    @ApiProperty({ type: 'string', nullable: true, description: 'Null = this was the last page.' })
    readonly nextCursor!: string | null;
  }
  Object.defineProperty(PageDto, 'name', { value: name });
  return PageDto;
}
