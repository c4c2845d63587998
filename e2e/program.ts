import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';

const MAIN = path.join(import.meta.dirname, '..', 'dist', 'main.js');

/** The built program as a process of its own. */
export interface Program {
  pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Ends with the exit code, or the name of the signal. */
  ended: Promise<number | string>;
  signal(name: NodeJS.Signals): void;
  /** Waits until it has said where it answers; fails when it ends before. */
  ready(): Promise<void>;
}

/** Starts the built program with these settings beside those of the machine. */
export function runProgram(settings: Record<string, string>): Program {
  const child: ChildProcess = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'close').then(([code, name]) => (code ?? name) as number | string);
  const started = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk) => {
        output += String(chunk);
        if (output.includes('Ctrl-C')) resolve();
      });
    }
    void ended.then((code) => reject(new Error(`The program ended (${code}):\n${output}`)));
  });
  started.catch(() => undefined);
  return {
    pid: child.pid!,
    output: () => output,
    ended,
    ready: () => started,
    signal: (name) => child.kill(name),
  };
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Process id and port of the PostgreSQL of a data folder; null when none runs. */
export async function postmaster(dataDir: string): Promise<{ pid: number; port: number } | null> {
  const lines = await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null);
  const [pid, , , port] = lines?.split('\n') ?? [];
  return pid && port ? { pid: Number(pid), port: Number(port) } : null;
}

/** Asks the database of a data folder. */
export async function ask<R extends object>(dataDir: string, query: string): Promise<R[]> {
  const password = (await readFile(path.join(dataDir, 'postgres.password'), 'utf8')).trim();
  const { port } = (await postmaster(dataDir))!;
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'motcua', password, database: 'motcua' });
  await client.connect();
  try {
    return (await client.query<R>(query)).rows;
  } finally {
    await client.end();
  }
}

/** A browser that only sends and reads: keeps cookies, sends forms as our own pages do. */
export class Client {
  readonly origin: string;
  #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.origin = origin;
  }

  get(address: string): Promise<Response> {
    return this.#send(address, {});
  }

  post(address: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(address, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Logs in; fails when the account is not let in. */
  async logIn(username: string, password: string): Promise<this> {
    const answer = await this.post('/dang-nhap', { 'ten-dang-nhap': username, 'mat-khau': password });
    if (answer.status !== 303) throw new Error(`${username} is not let in: ${answer.status}`);
    return this;
  }

  async #send(address: string, init: RequestInit): Promise<Response> {
    const response = await fetch(this.origin + address, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        'sec-fetch-site': 'same-origin',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      this.#cookies.set(name!, value!);
    }
    return response;
  }
}
