import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** As if the server behind it had stopped: its connections break, new ones are refused. */
  cut(): Promise<void>;
  /** As if it was started again, on the same port. */
  restore(): Promise<void>;
  /** Takes nothing from clients any more, and goes on telling them what the server says: half of the network is away. */
  deafen(): void;
  stop(): Promise<void>;
}

/** Stands between a client and a server on loopback, so that a test can take the server away without stopping it. */
export async function tcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  let port = 0;
  let server: Server | null = null;
  const open = async (): Promise<void> => {
    const listening = createServer((client) => {
      const upstream = connect(target, '127.0.0.1');
      clients.add(client);
      client.on('close', () => clients.delete(client));
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
    port = (listening.address() as AddressInfo).port;
    server = listening;
  };
  const cut = async (): Promise<void> => {
    const closing = server;
    server = null;
    const closed = new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const deafen = (): void => {
    for (const client of clients) {
      client.unpipe();
      client.pause();
    }
  };
  await open();
  return { port, cut, deafen, restore: () => (server ? Promise.resolve() : open()), stop: cut };
}
