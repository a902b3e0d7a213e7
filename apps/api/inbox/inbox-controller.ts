import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { contactInbox } from '../../../prisma/read-models/inbox.js';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { IdPath, UuidPath } from '../openapi/id-path.js';
import { found } from '../problems/problem.js';
import { InboxPageDto, InboxQuery, MarkedDto } from './inbox-dto.js';
import { markMessage } from './mark-message.js';

@ApiTags('inbox')
@NeedsApiKey()
@Controller('v1')
export class InboxController {
  constructor(
    private readonly db: Database,
    private readonly time: BusinessTime,
  ) {}

  @Get('contacts/:id/inbox')
  @ApiOperation({ summary: 'In-app messages of a contact, newest first' })
  @ApiOkResponse({ type: InboxPageDto })
  @ApiProblems(404)
  async inbox(@Param() { id }: IdPath, @Query() query: InboxQuery): Promise<InboxPageDto> {
    const page = await contactInbox(this.db, { ...query, contact: id, asOf: this.time.now() });
    return found(page, 'contact', id, '`GET /v1/accounts/{id}` lists the contacts; an `identify` call makes one.');
  }

  @Post('inbox/:id/seen')
  @HttpCode(200)
  @ApiOperation({ summary: 'The contact saw a message' })
  @ApiOkResponse({ type: MarkedDto })
  @ApiProblems(404)
  seen(@Param() { id }: UuidPath): Promise<MarkedDto> {
    return markMessage(this.db, id, 'seen', this.time.now());
  }

  @Post('inbox/:id/dismissed')
  @HttpCode(200)
  @ApiOperation({ summary: 'The contact dismissed a message' })
  @ApiOkResponse({ type: MarkedDto })
  @ApiProblems(404)
  dismissed(@Param() { id }: UuidPath): Promise<MarkedDto> {
    return markMessage(this.db, id, 'dismissed', this.time.now());
  }
}
