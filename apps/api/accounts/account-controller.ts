import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { accountDetail } from '../../../prisma/read-models/account-detail.js';
import { accountList } from '../../../prisma/read-models/account-list.js';
import { accountTimeline } from '../../../prisma/read-models/account-timeline.js';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { IdPath } from '../openapi/id-path.js';
import { PageQuery } from '../openapi/page-dto.js';
import { found } from '../problems/problem.js';
import { AccountDetailDto, TimelinePageDto } from './account-detail-dto.js';
import { AccountPageDto, AccountQuery } from './account-dto.js';

const FIX = '`GET /v1/accounts` lists the accounts; import them or send a `group` call first.';

@ApiTags('accounts')
@NeedsApiKey()
@Controller('v1/accounts')
export class AccountController {
  constructor(
    private readonly db: Database,
    private readonly time: BusinessTime,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts with health, owner, contract and live runs' })
  @ApiOkResponse({ type: AccountPageDto })
  list(@Query() query: AccountQuery): Promise<AccountPageDto> {
    return accountList(this.db, { ...query, asOf: this.time.now() });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One account: health with the facts behind it, metrics, contracts, contacts' })
  @ApiOkResponse({ type: AccountDetailDto })
  @ApiProblems(404)
  async one(@Param() { id }: IdPath): Promise<AccountDetailDto> {
    return found(await accountDetail(this.db, id, this.time.now()), 'account', id, FIX);
  }

  @Get(':id/timeline')
  @ApiOperation({ summary: 'What happened to an account, newest first: decisions, steps, messages, tasks, changes of band' })
  @ApiOkResponse({ type: TimelinePageDto })
  @ApiProblems(404)
  async timeline(@Param() { id }: IdPath, @Query() query: PageQuery): Promise<TimelinePageDto> {
    return found(await accountTimeline(this.db, { ...query, account: id }), 'account', id, FIX);
  }
}
