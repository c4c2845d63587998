import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAnswers } from '../src/modules/dossiers/testing.ts';
import { PASSWORD } from './person.ts';
import { flatten } from './fill.ts';
import { ask, Client, freePort, postmaster, runProgram, type Program } from './program.ts';

const CITIZENS = ['dangvanthuan', 'nguyenthuhuong', 'nongvancuong', 'tranmylinh'];
const DRAFTS = 40;
/** Submissions that are acknowledged before the program is killed. */
const ENOUGH = 12;

let dataDir: string;
let settings: Record<string, string>;
let origin: string;
let program: Program;

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(import.meta.dirname, '..', 'scripts', 'build.mjs'), '--quiet']);
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'motcua-program-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  settings = { MOTCUA_DATA: dataDir, PORT: String(port), RATE_LIMIT: '1000000', LOG_LEVEL: 'error' };
}, 60_000);

afterAll(async () => {
  const left = await postmaster(dataDir);
  program.signal('SIGKILL');
  await program.ended;
  if (left) process.kill(left.pid, 'SIGINT');
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** A citizen's applications for certified copies, complete: one through the pages, the others like it. */
async function preparedDrafts(
  client: Client,
  fields: Record<string, string>,
  count: number,
): Promise<string[]> {
  const [agency] = await ask<{ id: number }>(dataDir, `select id from agency where slug = 'phuong-yen-ha'`);
  const choice = { 'truong-hop': '2.000815.01', 'co-quan': String(agency!.id) };
  const draft = (await client.post('/nop-ho-so/2.000815', choice)).headers.get('location')!;
  for (const step of ['nguoi-yeu-cau', 'to-khai-giay-to', 'nhan', 'nhan-ket-qua'])
    expect((await client.post(`${draft}/${step}`, fields)).status, step).toBe(303);
  const columns = `account_id, procedure_code, procedure_version_id, form_version_id, agency_id, case_code, answers, files, delivery, step`;
  const copies = await ask<{ id: string }>(
    dataDir,
    `insert into draft (${columns}) select ${columns} from draft, generate_series(2, ${count})
     where id = '${draft.split('/').at(-1)}' returning id`,
  );
  return [draft, ...copies.map(({ id }) => `/nop-ho-so/ban-nhap/${id}`)];
}

interface Acknowledged {
  path: string;
  dossier: number;
}

describe('the built program', () => {
  let prepared: { client: Client; path: string; key: string }[];
  const acknowledged: Acknowledged[] = [];
  const accepted: number[] = [];

  it('starts on an empty folder with the demo province and says where it is and who may log in', async () => {
    program = runProgram(settings);
    await program.ready();
    expect(program.output()).toContain(`http://localhost:${settings.PORT}/mot-cua`);
    expect(program.output()).toContain(PASSWORD);
    expect(program.output()).toMatch(/Người dân\s+dangvanthuan/);
    const home = await (await new Client(origin).get('/')).text();
    expect(home).toContain('Đăng ký khai sinh');
    const [{ dossiers }] = (await ask<{ dossiers: number }>(
      dataDir,
      'select count(*)::int as dossiers from dossier',
    )) as [{ dossiers: number }];
    expect(dossiers).toBeGreaterThan(15);
    expect((await readdir(path.join(dataDir, 'mail'))).length).toBeGreaterThanOrEqual(0);
  }, 90_000);

  it('refuses a second program on the same folder', async () => {
    const second = runProgram({ ...settings, PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.output().trim().split('\n')).toHaveLength(1);
    expect(second.output()).toContain(`already served by process ${program.pid}`);
  });

  it('loses nothing it has acknowledged when it is killed in the middle of its work', async () => {
    const answers = await demoAnswers('chung-thuc-dat-truoc');
    const fields = { ...Object.fromEntries(flatten(answers)), 'delivery.method': 'online' };
    const clients = await Promise.all(CITIZENS.map((name) => new Client(origin).logIn(name, PASSWORD)));
    const each = DRAFTS / clients.length;
    const drafts = await Promise.all(clients.map((client) => preparedDrafts(client, fields, each)));
    prepared = drafts.flatMap((paths, i) =>
      paths.map((address) => ({ client: clients[i]!, path: `${address}/xem-lai`, key: randomUUID() })),
    );
    const officer = await new Client(origin).logIn('tranthingan', PASSWORD);

    const file = async ({ client, path: address, key }: (typeof prepared)[number]): Promise<void> => {
      const answer = await client.post(address, { key, 'cam-ket': '1' });
      expect(answer.status).toBe(303);
      const dossier = Number(/^\/ho-so\/(\d+)/.exec(answer.headers.get('location')!)![1]);
      acknowledged.push({ path: address, dossier });
      if (acknowledged.length === ENOUGH) program.signal('SIGKILL');
      const done = await officer.post('/mot-cua/nhieu-ho-so', {
        key: randomUUID(),
        viec: 'tiep-nhan-chuyen',
        chon: `${dossier}.1`,
      });
      if (done.status === 303) accepted.push(dossier);
    };
    const outcomes = await Promise.allSettled(prepared.map(file));
    expect(await program.ended).toBe('SIGKILL');
    // Some were on their way when it happened: else nothing was tried.
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH);

    const orphan = (await postmaster(dataDir))!;
    program = runProgram(settings);
    await program.ready();
    // The PostgreSQL that was left behind goes on serving.
    expect((await postmaster(dataDir))!.pid).toBe(orphan.pid);

    const rows = await ask<{ id: string; status: string }>(dataDir, 'select id, status from dossier');
    const statuses = new Map(rows.map((row) => [Number(row.id), row.status]));
    for (const one of acknowledged) expect(statuses.get(one.dossier), one.path).toBeDefined();
    for (const dossier of accepted) expect(statuses.get(dossier)).toBe('in_progress');
  }, 120_000);

  it('makes one dossier of every draft, however often the form is sent', async () => {
    // Sessions are in the database: everybody is still logged in.
    const again = await Promise.all(
      prepared.map(async ({ client, path: address, key }) => {
        const answer = await client.post(address, { key, 'cam-ket': '1' });
        return { path: address, status: answer.status, to: answer.headers.get('location') };
      }),
    );
    expect(again.filter((one) => one.status !== 303)).toEqual([]);
    for (const one of acknowledged)
      expect(again.find((other) => other.path === one.path)!.to).toMatch(
        new RegExp(`^/ho-so/${one.dossier}(\\?|$)`),
      );
    const [count] = await ask<{ drafts: number; dossiers: number }>(
      dataDir,
      `select count(distinct draft_id)::int as drafts, count(*)::int as dossiers from dossier
       where draft_id::text = any('{${prepared.map((one) => one.path.split('/')[3]).join(',')}}')`,
    );
    expect(count).toEqual({ drafts: DRAFTS, dossiers: DRAFTS });
  }, 60_000);

  it('leaves every trace whole and every code unique', async () => {
    expect(
      await ask(
        dataDir,
        `select d.id, d.status, (select t.to_status from trace t where t.dossier_id = d.id order by t.id desc limit 1) as last
         from dossier d
         where d.status is distinct from (select t.to_status from trace t where t.dossier_id = d.id order by t.id desc limit 1)`,
      ),
    ).toEqual([]);
    expect(
      await ask(
        dataDir,
        `select dossier_id from (
           select dossier_id, from_status, lag(to_status) over (partition by dossier_id order by id) as before from trace
         ) chain where from_status is not null and from_status is distinct from before`,
      ),
    ).toEqual([]);
    expect(
      await ask(dataDir, `select code from dossier where code is not null group by code having count(*) > 1`),
    ).toEqual([]);
    // Accepted means coded, and nothing half accepted was left.
    expect(
      await ask(
        dataDir,
        `select id, status, code from dossier where (code is null) <> (accepted_at is null)`,
      ),
    ).toEqual([]);
  });

  it('stops when asked to, PostgreSQL with it, and finds everything again on the next start', async () => {
    const before = await ask(dataDir, 'select count(*)::int as dossiers, max(id)::int as last from dossier');
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(await postmaster(dataDir)).toBeNull();
    expect(await readdir(dataDir)).not.toContain('mot-cua.pid');
    program = runProgram(settings);
    await program.ready();
    expect(program.output()).not.toContain('Đang dựng');
    expect(await ask(dataDir, 'select count(*)::int as dossiers, max(id)::int as last from dossier')).toEqual(
      before,
    );
    program.signal('SIGINT');
    expect(await program.ended).toBe(0);
  }, 60_000);

  it('answers from several processes as from one, and replaces one that was killed', async () => {
    program = runProgram({ ...settings, WEB_PROCESSES: '3' });
    await program.ready();
    const workers = (): number[] =>
      execFileSync('pgrep', ['-P', String(program.pid), '-f', 'main.js'], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map(Number);
    const before = workers();
    expect(before).toHaveLength(3);
    const client = await new Client(origin).logIn('dangvanthuan', PASSWORD);
    const statuses = async (): Promise<Set<number>> =>
      new Set(await Promise.all(Array.from({ length: 30 }, async () => (await client.get('/ho-so')).status)));
    expect(await statuses()).toEqual(new Set([200]));
    process.kill(before[0]!, 'SIGKILL');
    await expect
      .poll(() => workers().filter((pid) => !before.includes(pid)), { timeout: 20_000 })
      .toHaveLength(1);
    await expect.poll(() => statuses().catch(() => null), { timeout: 20_000 }).toEqual(new Set([200]));
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(await postmaster(dataDir)).toBeNull();
  }, 90_000);
});

describe('wrong settings', () => {
  it.each([
    ['PORT', 'abc'],
    ['DATABASE_URL', 'foo'],
    ['RATE_LIMIT', '-1'],
    ['MOTCUA_DEMO', 'perhaps'],
    ['PUBLIC_URL', 'ftp://example'],
    ['LOG_LEVEL', 'loud'],
    ['MOTCUA_SECRET', 'short'],
  ])('%s=%s is named in one line', async (name, value) => {
    const wrong = runProgram({ ...settings, MOTCUA_DATA: path.join(dataDir, 'other'), [name]: value });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output().trim().split('\n')).toHaveLength(1);
    expect(wrong.output()).toContain(`${name}:`);
  });

  it('a data folder that can not be made is named in one line', async () => {
    const file = path.join(dataDir, 'a-file');
    await writeFile(file, '');
    const wrong = runProgram({ ...settings, MOTCUA_DATA: path.join(file, 'data') });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output().trim().split('\n')).toHaveLength(1);
    expect(wrong.output()).toContain('MOTCUA_DATA:');
  });

  it('a database that does not answer is named in one line', async () => {
    const port = await freePort();
    const wrong = runProgram({
      ...settings,
      MOTCUA_DATA: path.join(dataDir, 'other'),
      DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/none`,
    });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output().trim().split('\n')).toHaveLength(1);
    expect(wrong.output()).toContain('DATABASE_URL');
  });
});
