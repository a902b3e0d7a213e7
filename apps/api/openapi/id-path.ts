import { ApiProperty } from '@nestjs/swagger';
import { IsUUID, MaxLength } from 'class-validator';

/** An id of a customer's own making in the path. Percent-encode it: a run's id holds `#`. */
export class IdPath {
  @ApiProperty()
  @MaxLength(500, { message: 'give at most 500 characters' })
  readonly id!: string;
}

/** An id that we gave out. */
export class UuidPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID('all', { message: 'give the id as the list shows it (a UUID)' })
  readonly id!: string;
}
