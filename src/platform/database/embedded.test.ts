import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type EmbeddedServer } from './embedded.ts';

const asRoot = process.getuid?.() === 0;
const quick = { durable: false };

let base: string;
let folder: string;
const running: EmbeddedServer[] = [];

async function start(dataDir: string): Promise<EmbeddedServer> {
  const server = await startEmbedded(dataDir, quick);
  running.push(server);
  return server;
}

async function ask(server: EmbeddedServer, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const pidFile = async (): Promise<string[]> =>
  (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');

beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'motcua-embedded-'));
  await chmod(base, 0o755);
  folder = path.join(base, 'data');
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('embedded PostgreSQL', () => {
  it('is set up on first use, with Vietnamese order, and keeps its data from start to start', async () => {
    const first = await start(folder);
    expect(first.started).toBe(true);
    await ask(first, 'create table kept (name text)');
    await ask(first, "insert into kept values ('Đông'), ('Dung'), ('Ánh'), ('Bình')");
    await first.stop();
    const second = await start(folder);
    expect(second.started).toBe(true);
    const names = await ask(second, 'select name from kept order by name');
    expect(names).toEqual(['Ánh', 'Bình', 'Dung', 'Đông'].map((name) => ({ name })));
  });

  it('keeps its caches by the size of the machine and fills them again after a start, and writes through', async () => {
    const server = await startEmbedded(folder);
    running.push(server);
    const values = await ask(
      server,
      `select name, setting from pg_settings where name in ('fsync', 'shared_preload_libraries', 'synchronous_commit')
       order by name`,
    );
    expect(values).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'shared_preload_libraries', setting: 'pg_prewarm' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
    const [cache] = (await ask(
      server,
      "select setting::bigint * 8 / 1024 as megabytes from pg_settings where name = 'shared_buffers'",
    )) as { megabytes: string }[];
    expect(Number(cache!.megabytes)).toBeGreaterThanOrEqual(128);
    expect(Number(cache!.megabytes)).toBeLessThanOrEqual(Math.max(os.totalmem() / 2 ** 20 / 4, 128));
  });

  it('begins a new log when the last has grown long, and keeps that one', async () => {
    const first = await start(folder);
    await first.stop();
    const log = path.join(folder, 'postgres.log');
    await truncate(log, 11 * 2 ** 20);
    await start(folder);
    expect((await stat(log)).size).toBeLessThan(2 ** 20);
    expect((await stat(`${log}.1`)).size).toBe(11 * 2 ** 20);
  });

  it('is used as it stands when it already runs on the folder', async () => {
    const first = await start(folder);
    const [pid] = await pidFile();
    const second = await start(folder);
    expect(second.started).toBe(false);
    expect(second.url).toBe(first.url);
    expect((await pidFile())[0]).toBe(pid);
  });

  it('does not run as root, answers on the loopback alone and wants its password', async () => {
    const server = await start(folder);
    const [pid] = await pidFile();
    expect((await stat(`/proc/${pid}`)).uid).toBe(asRoot ? 65534 : process.getuid?.());
    expect(await ask(server, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const wrong = Object.assign(new URL(server.url), { password: 'khac' }).toString();
    const client = new pg.Client({ connectionString: wrong });
    await expect(client.connect()).rejects.toThrow('password');
    expect((await stat(path.join(folder, 'postgres.password'))).mode & 0o077).toBe(0);
  });

  it('answers by a socket in its own folder, too, unless the name would be too long', async () => {
    const server = await start(folder);
    const client = new pg.Client({ connectionString: server.localUrl });
    await client.connect();
    const { rows } = await client.query('select inet_server_addr() as address, current_database() as name');
    await client.end();
    expect(rows).toEqual([{ address: null, name: 'motcua' }]);
    const wrong = new pg.Client({ connectionString: server.localUrl.replace(/:[^:@]+@/, ':khac@') });
    await expect(wrong.connect()).rejects.toThrow('password');
    const far = await start(path.join(base, 'x'.repeat(90)));
    expect(far.localUrl).toBe(far.url);
  });

  it('comes up over the lock file of a server that was killed', async () => {
    const first = await start(folder);
    await ask(first, 'create table if not exists marked (n int)');
    await first.stop();
    const gone = spawn('true');
    await once(gone, 'exit');
    await lockFile(gone.pid!);
    expect((await start(folder)).started).toBe(true);
  });

  it('comes up although another program has the number in the lock file by now', async () => {
    // In a container numbers come back: after a crash the server's old one may be this very program's.
    await lockFile(process.pid);
    const server = await start(folder);
    expect(server.started).toBe(true);
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('can be stopped twice', async () => {
    const server = await start(folder);
    await server.stop();
    await server.stop();
    await expect(pidFile()).rejects.toThrow('ENOENT');
  });

  it('never takes lost parts for a new folder', async () => {
    await start(folder).then((server) => server.stop());
    const password = path.join(folder, 'postgres.password');
    const kept = await readFile(password);
    await rm(password);
    await expect(startEmbedded(folder, quick)).rejects.toThrow('postgres.password is missing');
    await writeFile(password, kept, { mode: 0o600 });
    const other = path.join(base, 'without-cluster');
    await mkdir(other);
    await writeFile(path.join(other, 'postgres.password'), kept);
    await expect(startEmbedded(other, quick)).rejects.toThrow(/postgres is missing; put it back/);
  });

  it('works in a folder that others can not reach; started by root, its server lies in /var/lib', async () => {
    const closed = path.join(base, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const dataDir = path.join(closed, 'data');
    const server = await start(dataDir);
    const home = asRoot ? (await readFile(path.join(dataDir, 'postgres.location'), 'utf8')).trim() : dataDir;
    try {
      expect(home).toMatch(asRoot ? /^\/var\/lib\/mot-cua\/[0-9a-f]{12}$/ : /data$/);
      await ask(server, 'create table kept (n int)');
      await server.stop();
      await chmod(closed, 0o755);
      // The folder can be reached now; the server stays where its data are.
      const again = await start(dataDir);
      expect(await ask(again, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
      await again.stop();
      await chmod(closed, 0o700);
      await rm(dataDir, { recursive: true });
      // Deleted to begin afresh: the old cluster is put aside, not used.
      const fresh = await start(dataDir);
      await expect(ask(fresh, 'select * from kept')).rejects.toThrow('does not exist');
    } finally {
      for (const one of running.splice(0)) await one.stop();
      await rm(home, { recursive: true, force: true });
    }
  });
});

/** The lock file of a server that ended without taking it away, with the number of some process. */
async function lockFile(pid: number): Promise<void> {
  const file = path.join(folder, 'postgres', 'postmaster.pid');
  const since = Math.floor(Date.now() / 1000);
  await writeFile(
    file,
    [pid, path.join(folder, 'postgres'), since, 1, '', '127.0.0.1', '', 'ready', ''].join('\n'),
  );
}
