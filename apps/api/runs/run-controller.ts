import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { runList } from '../../../prisma/read-models/run-list.js';
import { runRecord } from '../../../prisma/read-models/run-record.js';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { IdPath } from '../openapi/id-path.js';
import { found } from '../problems/problem.js';
import { RunPageDto, RunQuery } from './run-dto.js';
import { RunRecordDto } from './run-record-dto.js';

@ApiTags('runs')
@NeedsApiKey()
@Controller('v1/runs')
export class RunController {
  constructor(
    private readonly db: Database,
    private readonly time: BusinessTime,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Runs, newest first' })
  @ApiOkResponse({ type: RunPageDto })
  list(@Query() query: RunQuery): Promise<RunPageDto> {
    return runList(this.db, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'The flight record of a run' })
  @ApiOkResponse({ type: RunRecordDto })
  @ApiProblems(404)
  async one(@Param() { id }: IdPath): Promise<RunRecordDto> {
    const fix = '`GET /v1/runs` lists the runs. Percent-encode the id in the address: `#` is written `%23`.';
    return found(await runRecord(this.db, id, this.time.now()), 'run', id, fix);
  }
}
