import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { listen, ownAddress, type Address } from './listen.ts';

const HOST = '127.0.0.1';
let server: FastifyInstance;
let address: Address;
let release: () => void;

/** A server that answers at once, or at /slow when it is let. */
async function start(): Promise<void> {
  server = fastify();
  const wait = new Promise<void>((resolve) => (release = resolve));
  server.get('/', async () => 'here');
  server.get('/slow', async () => {
    await wait;
    return 'at last';
  });
  address = await ownAddress({ port: 0, host: HOST });
  await listen(server, address);
}
afterEach(() => server.close());

async function ask(path: string, agent?: http.Agent): Promise<string> {
  const request = http.get({ ...address, path, agent });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const part of response) text += String(part);
  return text;
}

test('[IV.6~] everybody who comes at once is answered, whichever socket took the connection', async () => {
  await start();
  const agent = new http.Agent({ keepAlive: true });
  const answers = await Promise.all(Array.from({ length: 300 }, () => ask('/', agent)));
  agent.destroy();
  expect(new Set(answers)).toEqual(new Set(['here']));
});

test('another program on the port is noticed, though our own sockets share it', async () => {
  await start();
  await expect(ownAddress(address)).rejects.toMatchObject({ code: 'EADDRINUSE', port: address.port });
  await server.close();
  expect(await ownAddress(address)).toEqual(address);
});

test('closing lets what was asked be answered, ends idle connections and gives the port back', async () => {
  await start();
  // Enough that some were taken by each kind of socket.
  const idle = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = net.connect(address.port, HOST);
      await once(socket, 'connect');
      return socket;
    }),
  );
  const agent = new http.Agent({ keepAlive: true });
  let asked = 0;
  server.server.on('request', () => asked++);
  const slow = Array.from({ length: 40 }, () => ask('/slow', agent));
  await expect.poll(() => asked).toBe(40);
  const ended = Promise.all(idle.map((socket) => once(socket.resume(), 'close')));
  let closed = false;
  const closing = server.close().then(() => (closed = true));
  await ended;
  expect(closed).toBe(false);
  release();
  expect(new Set(await Promise.all(slow))).toEqual(new Set(['at last']));
  await closing;
  expect(await ownAddress(address)).toEqual(address);
});
