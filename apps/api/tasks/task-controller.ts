import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../../prisma/database.js';
import { taskById, taskList } from '../../../prisma/read-models/task-list.js';
import { NeedsApiKey } from '../access/access.js';
import { BusinessTime } from '../business-time.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { UuidPath } from '../openapi/id-path.js';
import { found } from '../problems/problem.js';
import { closeTaskOrRefuse } from './close-task.js';
import { ClosedTaskDto, CloseTaskBody, TaskDto, TaskPageDto, TaskQuery } from './task-dto.js';

@ApiTags('tasks')
@NeedsApiKey()
@Controller('v1/tasks')
export class TaskController {
  constructor(
    private readonly db: Database,
    private readonly time: BusinessTime,
  ) {}

  @Get()
  @ApiOperation({ summary: "Tasks, the most urgent first: a CSM's day" })
  @ApiOkResponse({ type: TaskPageDto })
  list(@Query() query: TaskQuery): Promise<TaskPageDto> {
    return taskList(this.db, { ...query, asOf: this.time.now() });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One task' })
  @ApiOkResponse({ type: TaskDto })
  @ApiProblems(404)
  async one(@Param() { id }: UuidPath): Promise<TaskDto> {
    return found(await taskById(this.db, id, this.time.now()), 'task', id, '`GET /v1/tasks` lists the tasks.');
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close a task with its outcome, a note and evidence; its run goes on at once' })
  @ApiOkResponse({ type: ClosedTaskDto })
  @ApiProblems(404, 409, 413, 422)
  close(@Param() { id }: UuidPath, @Body() body: CloseTaskBody): Promise<ClosedTaskDto> {
    return closeTaskOrRefuse(this.db, id, body, this.time.now());
  }
}
