import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findPlace, type Place } from './place.ts';

/** A PostgreSQL of our own, running on a port of this machine's loopback. */
export interface EmbeddedServer {
  /** Address of the program's database. */
  url: string;
  /** The same by a socket in the cluster's folder where there is one: a quarter cheaper than by the loopback. */
  localUrl: string;
  /** Address of another database of the same server. */
  urlOf(database: string): string;
  /** Whether this call started it (else it was already running on this folder). */
  started: boolean;
  stop(): Promise<void>;
}

const DATABASE = 'motcua';
const USER = 'motcua';

/**
 * Starts the embedded PostgreSQL on a data folder, making the cluster on first use. A server that a killed run left
 * behind is used as it stands.
 *
 * @param dataDir the program's data folder
 * @param options settings: postgresql.conf lines for the command line; durable false: for tests only
 * @throws when the server does not come up; the message carries the end of its log
 */
export async function startEmbedded(
  dataDir: string,
  options: { durable?: boolean; maxConnections?: number } = {},
): Promise<EmbeddedServer> {
  const place = findPlace(dataDir);
  const { home, cluster, passwordFile } = place;
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) initialise(place);
  const password = readFileSync(passwordFile, 'utf8').trim();
  const urlAt = (port: number, database: string): string =>
    `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  let port = runningPort(cluster);
  let started = false;
  // One that another process has just launched may still be on its way.
  if (port === null || !(await answers(urlAt(port, 'postgres'), 100))) {
    port = await freePort();
    await launch(place, port, options);
    started = true;
    if (!(await answers(urlAt(port, 'postgres'), 100))) {
      throw new Error(`The embedded PostgreSQL did not start:\n${tail(path.join(home, 'postgres.log'))}`);
    }
  }
  await createDatabase(urlAt(port, 'postgres'));
  const at = port;
  return {
    url: urlAt(at, DATABASE),
    localUrl: existsSync(socketFile(cluster, at))
      ? `postgres://${USER}:${password}@${encodeURIComponent(cluster)}:${at}/${DATABASE}`
      : urlAt(at, DATABASE),
    urlOf: (database) => urlAt(at, database),
    started,
    stop: async () => {
      // "fast": open transactions are rolled back, nothing committed is lost.
      const result = runAs(place, 'pg_ctl', ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30']);
      if (result.status !== 0 && runningPort(cluster) !== null) {
        throw new Error(`The embedded PostgreSQL did not stop: ${result.stderr}`);
      }
    },
  };
}

const socketFile = (cluster: string, port: number): string => path.join(cluster, `.s.PGSQL.${port}`);

/** Systems allow a socket's name about 104 bytes; where the folder's is too long, or on Windows, there is none. */
const SOCKET_NAME_BYTES = 100;
const socketFolder = (cluster: string): string =>
  process.platform !== 'win32' && Buffer.byteLength(socketFile(cluster, 65535)) <= SOCKET_NAME_BYTES
    ? cluster
    : '';

const asUser = (user: number | null): { uid?: number; gid?: number } =>
  user === null ? {} : { uid: user, gid: user };

function runAs(place: Place, tool: string, args: string[]): { status: number | null; stderr: string } {
  const result = spawnSync(path.join(place.native, 'bin', tool), args, {
    encoding: 'utf8',
    cwd: os.tmpdir(),
    env: { ...process.env, LC_ALL: 'C' },
    ...asUser(place.user),
  });
  return {
    status: result.status,
    stderr: `${result.stderr ?? ''}${result.stdout ?? ''}${result.error?.message ?? ''}`,
  };
}

function initialise(place: Place): void {
  const { cluster, passwordFile, user } = place;
  // Made aside and renamed, so that a set-up that was cut off is not taken for a cluster.
  const fresh = `${cluster}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  if (user !== null) chownSync(fresh, user, user);
  const password = randomBytes(24).toString('base64url');
  const given = path.join(os.tmpdir(), `motcua-${randomBytes(8).toString('hex')}`);
  writeFileSync(given, password, { mode: 0o600 });
  if (user !== null) chownSync(given, user, user);
  try {
    const result = runAs(place, 'initdb', [
      '-D',
      fresh,
      '-U',
      USER,
      '--auth=scram-sha-256',
      `--pwfile=${given}`,
      '--encoding=UTF8',
      '--locale-provider=icu',
      '--icu-locale=vi-VN',
      '--locale=C',
      '--no-sync',
    ]);
    if (result.status !== 0) {
      rmSync(fresh, { recursive: true, force: true });
      throw new Error(`The embedded PostgreSQL could not be set up: ${result.stderr}`);
    }
    renameSync(fresh, cluster);
    writeFileSync(passwordFile, password, { mode: 0o600 });
  } finally {
    rmSync(given, { force: true });
  }
}

/** An eighth of the machine's memory, which is shared with the program, within what is worth while. */
const cacheMegabytes = (): number => Math.min(Math.max(Math.round(os.totalmem() / 8 / 2 ** 20), 128), 1024);

const prewarmOf = (native: string): string =>
  path.join(native, 'lib', 'postgresql', `pg_prewarm.${process.platform === 'darwin' ? 'dylib' : 'so'}`);

/** Begins a new log when the last one has grown long; one is kept beside it. */
function turnLog(log: string): void {
  if (existsSync(log) && statSync(log).size > LONGEST_LOG) renameSync(log, `${log}.1`);
  writeFileSync(log, '', { flag: 'a' });
}
const LONGEST_LOG = 10 * 2 ** 20;

async function launch(
  { native, home, cluster, user }: Place,
  port: number,
  options: { durable?: boolean; maxConnections?: number },
): Promise<void> {
  const log = path.join(home, 'postgres.log');
  turnLog(log);
  if (user !== null) chownSync(log, user, user);
  const durable = options.durable !== false;
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder(cluster),
    unix_socket_permissions: '0700',
    max_connections: String(options.maxConnections ?? 100),
    shared_buffers: durable ? `${cacheMegabytes()}MB` : '128MB',
    effective_cache_size: '1GB',
    log_min_messages: 'warning',
    timezone: 'Asia/Ho_Chi_Minh',
    jit: 'off',
    // Pages ask short questions; processes that are started for one cost more than they save.
    max_parallel_workers_per_gather: '0',
    random_page_cost: '1.1',
    // What was in memory is there again after a start.
    ...(durable && existsSync(prewarmOf(native)) ? { shared_preload_libraries: 'pg_prewarm' } : {}),
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const child = spawn(
    path.join(native, 'bin', 'pg_ctl'),
    [
      'start',
      '-D',
      cluster,
      '-l',
      log,
      '-w',
      '-t',
      '60',
      '-o',
      [`-p ${port}`, ...Object.entries(settings).map(([key, value]) => `-c ${key}='${value}'`)].join(' '),
    ],
    // Its own process group: Ctrl-C reaches the program alone, which then stops the server in order.
    {
      stdio: 'ignore',
      cwd: os.tmpdir(),
      detached: true,
      env: { ...process.env, LC_ALL: 'C' },
      ...asUser(user),
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The embedded PostgreSQL did not start:\n${tail(log)}`)),
    );
  });
}

/**
 * Port of the server that runs on the cluster, from its lock file; null when that process is gone. A lock file whose
 * number some other program has got since is taken away: PostgreSQL itself would wait for that program.
 */
function runningPort(cluster: string): number | null {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  if (programOf(pid) !== 'postgres' && programOf(pid) !== null) {
    rmSync(file, { force: true });
    return null;
  }
  return Number(lines[3]) || null;
}

/** Name of the program that a process runs; null where the system does not tell. */
function programOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return null;
  }
}

async function answers(url: string, tries: number): Promise<boolean> {
  for (let left = tries; left > 0; left--) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.query('select 1');
      await client.end();
      return true;
    } catch {
      await client.end().catch(() => {});
      if (left > 1) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function tail(file: string): string {
  try {
    accessSync(file, constants.R_OK);
    return readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');
  } catch {
    return '(no log)';
  }
}
