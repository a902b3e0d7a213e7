import type { Database } from '../../../prisma/database.js';
import type { OrderDependencies } from '../../shared/orders/order-dependencies.js';
import type { OrderGateway } from '../../shared/orders/order-gateway.js';

/** What orders are carried out with, for Nest to hand out. */
export class OrderDesk implements OrderDependencies {
  constructor(
    readonly db: Database,
    readonly gateway: OrderGateway,
  ) {}
}
