import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { orderList } from '../../../prisma/read-models/order-list.js';
import { NeedsApiKey } from '../access/access.js';
import { OrderPageDto, OrderQuery } from './order-dto.js';

@ApiTags('runs')
@NeedsApiKey()
@Controller('v1/orders')
export class OrderListController {
  constructor(private readonly db: Database) {}

  @Get()
  @ApiOperation({ summary: 'The audit of orders about runs, refused ones too, newest first' })
  @ApiOkResponse({ type: OrderPageDto })
  list(@Query() query: OrderQuery): Promise<OrderPageDto> {
    return orderList(this.db, query);
  }
}
