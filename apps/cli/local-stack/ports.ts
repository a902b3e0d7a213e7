import { createServer } from 'node:net';

/** True when nothing listens there and we may. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

const given = new Set<number>();

/** A free port on loopback: the wanted one if possible, else any that was not given away before by this process. */
export async function freePort(wanted: number | null = null, host = '127.0.0.1'): Promise<number> {
  if (wanted !== null && !given.has(wanted) && (await isPortFree(wanted, host))) {
    given.add(wanted);
    return wanted;
  }
  for (;;) {
    const port = await anyPort(host);
    if (!given.has(port)) {
      given.add(port);
      return port;
    }
  }
}

function anyPort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
