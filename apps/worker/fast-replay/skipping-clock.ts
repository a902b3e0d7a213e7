import { Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection.js';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';

/** The server's clock in our hands: it skips from timer to timer, and stands still while a task is under way. */
export class SkippingClock {
  private constructor(readonly connection: Connection) {}

  /** @throws when the server at the address has no clock that can be moved. */
  static async connect(address: string): Promise<SkippingClock> {
    const options = { address, [InternalConnectionOptionsSymbol]: { supportsTestService: true } };
    const connection = await Connection.connect(options);
    if (connection.testService) return new SkippingClock(connection);
    await connection.close();
    throw new Error(`the Temporal server at ${address} cannot skip time`);
  }

  /** Server time, epoch milliseconds. */
  async now(): Promise<number> {
    return tsToMs((await this.service.getCurrentTime({})).time);
  }

  /** Lets time pass up to an instant; one that is past already changes nothing. */
  async passTo(machine: number): Promise<void> {
    for (let now = await this.now(); now < machine; now = await this.now()) {
      await this.service.unlockTimeSkippingWithSleep({ duration: msToTs(Math.ceil(machine - now)) });
    }
  }

  private get service(): NonNullable<Connection['testService']> {
    const { testService } = this.connection;
    if (!testService) throw new Error('the server cannot skip time');
    return testService;
  }
}
