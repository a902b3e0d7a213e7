import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { identify } from './identify.js';
import { GroupBody, IdentifyBody, TrackBody, TrackedDto, UpsertedDto } from './ingest-dto.js';
import { group } from './group.js';
import { track } from './track.js';

/** What the customer's product tells us. 202 is answered when it is stored for good. */
@ApiTags('ingest')
@NeedsApiKey()
@Controller('v1')
export class IngestController {
  constructor(
    private readonly db: Database,
    private readonly time: BusinessTime,
  ) {}

  @Post('track')
  @HttpCode(202)
  @ApiOperation({ summary: 'A contact did something' })
  @ApiAcceptedResponse({ type: TrackedDto })
  @ApiProblems(413, 415, 422)
  track(@Body() body: TrackBody): Promise<TrackedDto> {
    return track(this.db, body, this.time.now());
  }

  @Post('identify')
  @HttpCode(202)
  @ApiOperation({ summary: 'Who a contact is' })
  @ApiAcceptedResponse({ type: UpsertedDto })
  @ApiProblems(413, 415, 422)
  identify(@Body() body: IdentifyBody): Promise<UpsertedDto> {
    return identify(this.db, body, this.time.now());
  }

  @Post('group')
  @HttpCode(202)
  @ApiOperation({ summary: 'What an account is' })
  @ApiAcceptedResponse({ type: UpsertedDto })
  @ApiProblems(413, 415, 422)
  group(@Body() body: GroupBody): Promise<UpsertedDto> {
    return group(this.db, body, this.time.now());
  }
}
