import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { playbookDetail, playbookList } from '../../../prisma/read-models/playbook-list.js';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { IdPath } from '../openapi/id-path.js';
import { found } from '../problems/problem.js';
import { enrollByHand } from './enroll-by-hand.js';
import { lintBook } from './lint-book.js';
import {
  BookBody,
  EnrollBody,
  EnrollResultDto,
  LintResultDto,
  PlaybookDetailDto,
  PlaybookListDto,
  PublishResultDto,
} from './playbook-dto.js';
import { publishBody } from './publish-body.js';

@ApiTags('playbooks')
@NeedsApiKey()
@Controller('v1/playbooks')
export class PlaybookController {
  constructor(
    private readonly db: Database,
    private readonly time: BusinessTime,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The playbooks in force' })
  @ApiOkResponse({ type: PlaybookListDto })
  async list(): Promise<PlaybookListDto> {
    return { items: await playbookList(this.db) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One playbook: source, compiled plan, versions' })
  @ApiOkResponse({ type: PlaybookDetailDto })
  @ApiProblems(404)
  async one(@Param() { id }: IdPath): Promise<PlaybookDetailDto> {
    return found(await playbookDetail(this.db, id), 'playbook', id, '`GET /v1/playbooks` lists the published ones.');
  }

  @Post('lint')
  @HttpCode(200)
  @ApiOperation({
    summary: 'All diagnostics of a book (playbooks, metrics, segments, health, e-mails) at once; nothing is stored',
  })
  @ApiOkResponse({ type: LintResultDto })
  @ApiProblems(413)
  lint(@Body() body: BookBody): LintResultDto {
    return lintBook(body);
  }

  @Post('publish')
  @HttpCode(200)
  @ApiOperation({ summary: 'Compile, test and publish a book: all of it or nothing' })
  @ApiOkResponse({ type: PublishResultDto })
  @ApiProblems(409, 413, 422)
  publish(@Body() body: BookBody): Promise<PublishResultDto> {
    return publishBody(this.db, body, this.time.now());
  }

  @Post(':id/enroll')
  @HttpCode(200)
  @ApiOperation({ summary: 'Enroll an account by hand; the rules of the playbook still hold' })
  @ApiOkResponse({ type: EnrollResultDto })
  @ApiProblems(404, 409, 422)
  enroll(@Param() { id }: IdPath, @Body() body: EnrollBody): Promise<EnrollResultDto> {
    return enrollByHand(this.db, id, body, this.time.now());
  }
}
