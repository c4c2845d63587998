import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const DATA = path.join(ROOT, '.tmp', 'bench-data');

/** What the program says while it is measured. */
export const LOG = path.join(ROOT, '.tmp', 'bench-program.log');

export interface Program {
  pid: number;
  origin: string;
  /** Address of the database it works on. */
  databaseUrl: string;
  /** Process of the embedded server; null when the database was named by the caller and may run anywhere. */
  postmaster: number | null;
  stop(): Promise<void>;
}

export interface Settings {
  /** null: the embedded server. */
  database: string | null;
  /** Folder for a CPU profile of the whole run, or null. */
  profile: string | null;
  /** Descriptors that the program may hold. */
  files: number;
  /** Processes that answer requests. */
  processes: number;
}

/** Empties the bench's own data folder, the embedded cluster included. */
export function clearData(): void {
  const location = path.join(DATA, 'postgres.location');
  if (existsSync(location)) {
    const home = readFileSync(location, 'utf8').trim();
    // Only what the program itself makes for root; a file of ours never leads anywhere else.
    if (/^\/var\/lib\/mot-cua\/[0-9a-f]{12}$/.test(home)) rmSync(home, { recursive: true, force: true });
  }
  rmSync(DATA, { recursive: true, force: true });
  rmSync(LOG, { force: true });
}

/** As scripts/start.mjs starts it. */
const FLAGS = ['--max-semi-space-size=64', '--enable-source-maps'];

/** Starts the built program on the bench's data and waits until it answers. */
export async function startProgram(settings: Settings): Promise<Program> {
  const port = await freePort();
  mkdirSync(path.dirname(LOG), { recursive: true });
  const log = openSync(LOG, 'a');
  const profile = settings.profile ? ['--cpu-prof', `--cpu-prof-dir=${settings.profile}`] : [];
  const child = spawn(
    'sh',
    [
      '-c',
      `ulimit -n ${settings.files}; exec "$@"`,
      'sh',
      process.execPath,
      ...FLAGS,
      ...profile,
      'dist/main.js',
    ],
    { cwd: ROOT, env: environment(settings.database, port, settings.processes), stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await answering(origin, child);
  } catch (error) {
    await end(child);
    throw error;
  }
  const embedded = settings.database ? null : embeddedServer();
  return {
    pid: child.pid!,
    origin,
    databaseUrl: settings.database ?? embedded!.url,
    postmaster: embedded?.pid ?? null,
    stop: () => end(child),
  };
}

/** Runs one of the program's commands on the bench's data; throws when it fails. */
export function command(database: string | null, args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args], {
    cwd: ROOT,
    env: environment(database, 0),
    encoding: 'utf8',
  });
  // 1: some lines of the published list were left out, which is said in the import's own report.
  if (status !== 0 && status !== 1) throw new Error(`cli ${args.slice(0, 2).join(' ')}: ${stderr}`);
}

function environment(database: string | null, port: number, processes = 1): NodeJS.ProcessEnv {
  const { DATABASE_URL: _elsewhere, ...env } = process.env;
  return {
    ...env,
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    MOTCUA_DATA: DATA,
    MOTCUA_DEMO: 'true',
    LOG_LEVEL: 'warn',
    RATE_LIMIT: '10000000',
    WEB_PROCESSES: String(processes),
    ...(database ? { DATABASE_URL: database } : {}),
  };
}

function embeddedServer(): { url: string; pid: number } {
  const location = path.join(DATA, 'postgres.location');
  const home = existsSync(location) ? readFileSync(location, 'utf8').trim() : DATA;
  const lock = readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const password = readFileSync(path.join(DATA, 'postgres.password'), 'utf8').trim();
  return { url: `postgres://motcua:${password}@127.0.0.1:${lock[3]}/motcua`, pid: Number(lock[0]) };
}

async function answering(origin: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode}.`);
    const ready = await fetch(`${origin}/health/ready`).catch(() => null);
    if (ready?.ok) return;
    await pause(100);
  }
  throw new Error('The program did not answer within a minute.');
}

/** Ends a process in order, after half a minute by force. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await gone;
  clearTimeout(timer);
}

/** Starts one of the bench's own processes; it says "ready" with a message, then takes messages. */
export function startHelper(file: string, files: number, args: string[] = []): ChildProcess {
  return spawn(
    'sh',
    ['-c', `ulimit -n ${files}; exec "$@"`, 'sh', process.execPath, path.join(ROOT, 'bench', file), ...args],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
}

/** Waits until the program has done what the load left it to do (slips, mails), a minute at most. */
export async function jobsDone(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const until = performance.now() + 60_000;
    while (performance.now() < until) {
      const { rows } = await client.query<{ due: boolean }>(
        "select exists (select from pgboss.job where state in ('created', 'retry', 'active') and start_after <= now()) as due",
      );
      if (!rows[0]!.due) return;
      await pause(200);
    }
  } finally {
    await client.end();
  }
}

/** Highest number of open files that a process may be given here. */
export function mostFiles(): number {
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' });
  return stdout.trim() === 'unlimited' ? 1_000_000 : Number(stdout) || 1024;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

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
