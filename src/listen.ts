import net from 'node:net';
import type { FastifyInstance } from 'fastify';

/** So many connections may wait to be taken at once: a morning's rush, not a limit on people. */
const BACKLOG = 4096;
/**
 * Sockets that listen on the one port. Node takes one connection a socket in each turn of its event loop; while thousands
 * of people come and each turn is long, those behind would wait for minutes though there is time to answer them.
 */
const SOCKETS = 32;
const AGAIN_MS = 50;

export interface Address {
  port: number;
  host: string;
}

/**
 * The address with a port that nobody else has. Sockets that share a port do not notice a second program on it, so this
 * is found out first.
 *
 * @param address port 0: any free one
 * @throws Error with code EADDRINUSE
 */
export async function ownAddress({ port, host }: Address): Promise<Address> {
  const probe = net.createServer();
  await opened(probe, { port, host, exclusive: true });
  const { port: found } = probe.address() as net.AddressInfo;
  await closed(probe);
  return { port: found, host };
}

/** Has the server listen on an address of its own (see `ownAddress`), which other processes of the program may share. */
export async function listen(server: FastifyInstance, address: Address): Promise<void> {
  const more: net.Server[] = [];
  const sockets = new Set<net.Socket>();
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let ending: NodeJS.Timeout;
  let ended: Promise<unknown>;
  server.addHook('preClose', async () => {
    ended = Promise.all(more.map((one) => closed(one)));
    // What is answered meanwhile leaves its connection open for another request; browsers open some to be prepared.
    ending = setInterval(() => {
      server.server.closeIdleConnections();
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }, AGAIN_MS);
  });
  server.addHook('onClose', async () => {
    await ended;
    clearInterval(ending);
  });
  const shared = { ...address, backlog: BACKLOG, reusePort: true, exclusive: true };
  if (!(await sharesPorts(address.host))) {
    await server.listen({ ...address, backlog: BACKLOG });
    return;
  }
  await server.listen(shared);
  for (let n = 1; n < SOCKETS; n++) {
    // As http.Server makes its own connections.
    const one = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      server.server.emit('connection', socket),
    );
    await opened(one, shared);
    more.push(one);
  }
}

/** Whether this system lets several sockets listen on one port and spreads connections over them. */
async function sharesPorts(host: string): Promise<boolean> {
  const probe = net.createServer();
  try {
    await opened(probe, { port: 0, host, reusePort: true, exclusive: true });
  } catch {
    return false;
  }
  await closed(probe);
  return true;
}

const opened = (server: net.Server, options: net.ListenOptions & { reusePort?: boolean }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });

const closed = (server: net.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
