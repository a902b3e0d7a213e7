import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Database } from '../../prisma/database.js';
import type { OrderGateway } from '../shared/orders/order-gateway.js';
import { noGateway } from '../shared/orders/temporal-gateway.js';
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
import { RetirementController } from './playbooks/retirement-controller.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { RequestPipe } from './problems/request-pipe.js';
import { OrderDesk } from './runs/order-desk.js';
import { OrderListController } from './runs/order-list-controller.js';
import { RunController } from './runs/run-controller.js';
import { RunOrderController } from './runs/run-order-controller.js';
import { TaskController } from './tasks/task-controller.js';

/** What the API stands on; a test brings its own. */
export interface ApiParts {
  readonly db: Database;
  readonly time: BusinessTime;
  /** How runs are ordered about; left out = there is no Temporal, and every order is answered with 503. */
  readonly gateway?: OrderGateway;
}

@Module({})
export class ApiModule {
  static over({ db, time, gateway = noGateway() }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      controllers: [
        HealthController,
        AccountController,
        PlaybookController,
        RunController,
        RunOrderController,
        OrderListController,
        RetirementController,
        TaskController,
        InboxController,
        IngestController,
        DocsController,
      ],
      providers: [
        { provide: Database, useValue: db },
        { provide: BusinessTime, useValue: time },
        { provide: OrderDesk, useValue: new OrderDesk(db, gateway) },
        DocsAssets,
        OpenApiHolder,
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_PIPE, useClass: RequestPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
