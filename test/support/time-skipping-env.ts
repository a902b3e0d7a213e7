import { Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection.js';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { NativeConnection } from '@temporalio/worker';
import { CliFailure } from '../../apps/cli/failure.js';
import { startTimeSkipping, type TimeSkippingServer } from '../../apps/cli/local-stack/time-skipping-server.js';
import { resolveTimeSkipping, type TimeSkippingSource } from '../../apps/cli/local-stack/time-skipping-server-source.js';
import { SEARCH_ATTRIBUTES } from '../../workflows/durable/search-attributes.js';

/** A Temporal server whose clock the test moves. Nothing moves while a workflow task or an activity is under way. */
export interface TimeSkippingEnv {
  readonly connection: Connection;
  readonly native: NativeConnection;
  /** The server's time, epoch milliseconds. */
  now(): Promise<number>;
  /** Lets the server's time pass, from timer to timer, for this long. */
  pass(ms: number): Promise<void>;
  /** Lets it pass as fast as it can while something is awaited. */
  passDuring<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
  /** Ends the server under calls that wait for it: they fail by themselves, some time later. */
  abandon(): Promise<void>;
}

/** The server as it lies on this machine (fetched if need be), or why there is none. Anything but its absence is thrown. */
export async function findTimeSkipping(): Promise<TimeSkippingSource | { readonly missing: string }> {
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);
  try {
    return await resolveTimeSkipping({ env: process.env, onProgress });
  } catch (error) {
    if (!(error instanceof CliFailure && error.code === 'no-time-skipping-server')) throw error;
    process.stderr.write(`${error.message}\n`);
    return { missing: error.message };
  }
}

/** Starts the server; it ends with this process if nobody stops it before. */
export async function timeSkippingEnv(source: TimeSkippingSource): Promise<TimeSkippingEnv> {
  const server = await startTimeSkipping(source);
  try {
    return await connect(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function connect(server: TimeSkippingServer): Promise<TimeSkippingEnv> {
  const options = { address: server.address, [InternalConnectionOptionsSymbol]: { supportsTestService: true } };
  // It takes the client's signs of life for an attack when nothing happens for a while.
  const quiet = { 'grpc.keepalive_time_ms': 3_600_000, 'grpc.keepalive_permit_without_calls': 0 };
  const connection = await Connection.connect({ ...options, channelArgs: quiet });
  const native = await NativeConnection.connect(options);
  const { testService } = connection;
  if (!testService) throw new Error(`the server at ${server.address} has no clock to move`);
  await connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes: searchAttributes() });
  return {
    connection,
    native,
    now: async () => tsToMs((await testService.getCurrentTime({})).time),
    pass: async (ms) => {
      await testService.unlockTimeSkippingWithSleep({ duration: msToTs(ms) });
    },
    passDuring: async (work) => {
      await testService.unlockTimeSkipping({});
      try {
        return await work();
      } finally {
        await testService.lockTimeSkipping({});
      }
    },
    abandon: async () => {
      await native.close();
      await server.stop();
    },
    stop: async () => {
      await connection.close();
      await native.close();
      await server.stop();
    },
  };
}

type IndexedType = NonNullable<ReturnType<typeof encodeSearchAttributeIndexedValueType>>;

function searchAttributes(): Record<string, IndexedType> {
  return Object.fromEntries(
    SEARCH_ATTRIBUTES.map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) as IndexedType]),
  );
}
