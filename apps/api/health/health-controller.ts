import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { Public } from '../access/access.js';
import { ApiProblems } from '../openapi/api-problems.js';

export class LiveDto {
  @ApiProperty({ enum: ['live', 'ready'] })
  readonly status!: 'live' | 'ready';
}

/** For supervisors and load balancers: public, and silent about customers. */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly db: Database) {}

  @Get()
  @ApiOperation({ summary: 'The process answers' })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The process answers and so does PostgreSQL' })
  @ApiOkResponse({ type: LiveDto })
  @ApiProblems(503)
  async ready(): Promise<LiveDto> {
    await this.db.pool.query('SELECT 1');
    return { status: 'ready' };
  }
}
