import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { IdPath } from '../openapi/id-path.js';
import { OrderDesk } from '../runs/order-desk.js';
import { SaidBody } from '../runs/order-dto.js';
import { migrateRuns } from './migrate-runs.js';
import { reopenOrRefuse, retireOrRefuse } from './retire-or-refuse.js';
import { MigrateBody, MigrationDto, RetireBody, RetireResultDto } from './retirement-dto.js';

@ApiTags('playbooks')
@NeedsApiKey()
@Controller('v1/playbooks')
export class RetirementController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly time: BusinessTime,
  ) {}

  @Post(':id/retire')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a playbook out of use with all its versions, and say what becomes of its live runs' })
  @ApiOkResponse({ type: RetireResultDto })
  @ApiProblems(404, 413, 422)
  retire(@Param() { id }: IdPath, @Body() body: RetireBody): Promise<RetireResultDto> {
    return retireOrRefuse(this.desk.db, id, body, this.time.now());
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a retired playbook into use again; the runs that its freeze paused go on' })
  @ApiOkResponse({ type: RetireResultDto })
  @ApiProblems(404, 409, 413, 422)
  reopen(@Param() { id }: IdPath, @Body() body: SaidBody): Promise<RetireResultDto> {
    return reopenOrRefuse(this.desk.db, id, body, this.time.now());
  }

  @Post(':id/migrate')
  @HttpCode(200)
  @ApiOperation({ summary: 'What moving live runs to another version would do, run by run; with `apply` it is carried out' })
  @ApiOkResponse({ type: MigrationDto })
  @ApiProblems(404, 413, 422)
  migrate(@Param() { id }: IdPath, @Body() body: MigrateBody): Promise<MigrationDto> {
    return migrateRuns(this.desk, id, body, this.time.now());
  }
}
