import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Database } from '../../prisma/database.js';
import { ApiKeyGuard } from './access/api-key-guard.js';
import { AccountController } from './accounts/account-controller.js';
import { BusinessTime } from './business-time.js';
import { HealthController } from './health/health-controller.js';
import { InboxController } from './inbox/inbox-controller.js';
import { IngestController } from './ingest/ingest-controller.js';
import { DocsAssets } from './openapi/docs-assets.js';
import { DocsController } from './openapi/docs-controller.js';
import { OpenApiHolder } from './openapi/openapi-document.js';
import { PlaybookController } from './playbooks/playbook-controller.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { RequestPipe } from './problems/request-pipe.js';
import { RunController } from './runs/run-controller.js';
import { TaskController } from './tasks/task-controller.js';

/** What the API stands on; a test brings its own. */
export interface ApiParts {
  readonly db: Database;
  readonly time: BusinessTime;
}

@Module({})
export class ApiModule {
  static over({ db, time }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      controllers: [
        HealthController,
        AccountController,
        PlaybookController,
        RunController,
        TaskController,
        InboxController,
        IngestController,
        DocsController,
      ],
      providers: [
        { provide: Database, useValue: db },
        { provide: BusinessTime, useValue: time },
        DocsAssets,
        OpenApiHolder,
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_PIPE, useClass: RequestPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
