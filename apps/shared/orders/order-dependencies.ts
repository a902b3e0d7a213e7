import type { Database } from '../../../prisma/database.js';
import type { OrderGateway } from './order-gateway.js';

/** What orders are carried out with. */
export interface OrderDependencies {
  readonly db: Database;
  readonly gateway: Omit<OrderGateway, 'close'>;
}
