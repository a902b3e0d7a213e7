import { applyDecorators, Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { IdPath } from '../openapi/id-path.js';
import { OrderDesk } from './order-desk.js';
import { HandOverBody, OrderBody, PauseBody, StepOrderBody, TakenOrderDto } from './order-dto.js';
import { orderOrRefuse } from './order-or-refuse.js';

/** One order about a run: answered when the run took or refused it. */
const Order = (path: string, summary: string): MethodDecorator =>
  applyDecorators(
    Post(`:id/${path}`),
    HttpCode(200),
    ApiOperation({ summary }),
    ApiOkResponse({ type: TakenOrderDto }),
    ApiProblems(404, 409, 413, 422),
  );

@ApiTags('runs')
@NeedsApiKey()
@Controller('v1/runs')
export class RunOrderController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly time: BusinessTime,
  ) {}

  @Order('pause', 'Pause a run: nothing new starts, but it goes on listening')
  pause(@Param() { id }: IdPath, @Body() body: PauseBody): Promise<TakenOrderDto> {
    return orderOrRefuse(this.desk, id, { kind: 'pause', until: body.until }, body, this.time.now());
  }

  @Order('resume', 'Let a paused run go on; what came meanwhile is honoured first')
  resume(@Param() { id }: IdPath, @Body() body: OrderBody): Promise<TakenOrderDto> {
    return orderOrRefuse(this.desk, id, { kind: 'resume' }, body, this.time.now());
  }

  @Order('cancel', 'End a run: open tasks are closed with the reason, unsent messages are taken back')
  cancel(@Param() { id }: IdPath, @Body() body: OrderBody): Promise<TakenOrderDto> {
    return orderOrRefuse(this.desk, id, { kind: 'cancel' }, body, this.time.now());
  }

  @Order('skip', 'Leave a step out, whether it is under way or still to come')
  skip(@Param() { id }: IdPath, @Body() body: StepOrderBody): Promise<TakenOrderDto> {
    return orderOrRefuse(this.desk, id, { kind: 'skip_step', step: body.step }, body, this.time.now());
  }

  @Order('retry', 'Carry out a step that failed once more')
  retry(@Param() { id }: IdPath, @Body() body: StepOrderBody): Promise<TakenOrderDto> {
    return orderOrRefuse(this.desk, id, { kind: 'retry_step', step: body.step }, body, this.time.now());
  }

  @Order('hand-over', 'Give a run and its open tasks to another member')
  handOver(@Param() { id }: IdPath, @Body() body: HandOverBody): Promise<TakenOrderDto> {
    return orderOrRefuse(this.desk, id, { kind: 'hand_over', to: body.to }, body, this.time.now());
  }
}
