import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '../../../modules/dossiers/index.ts';
import { applicant, filed, officer, paperIntake } from '../../../modules/dossiers/testing.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer } from '../../testing.ts';

const WHERE = '/mot-cua/bao-cao/quy-trinh';
const FLOW = `${WHERE}/chung-thuc-ban-sao`;

let platform: TestPlatform;
let server: FastifyInstance;

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
  await filed(platform, await applicant(platform, 'nguyenthuhuong'));
  await received(3);
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const read = async (username: string, url: string) => (await loggedIn(server, platform, username)).get(url);

/** Dossiers for certified copies, received and handed over at the counter of phường Yên Hà. */
async function received(count: number): Promise<number[]> {
  const counter = await officer(platform, 'tranthingan');
  const ids: number[] = [];
  for (let i = 0; i < count; i++) {
    const intake = await paperIntake(platform);
    const { dossierId } = await act(
      platform,
      counter,
      { intake: randomUUID() },
      { action: 'accept', intake },
    );
    await act(platform, counter, { dossier: dossierId }, { action: 'forward' });
    ids.push(dossierId);
  }
  return ids;
}

/** The open step of a dossier was due a fortnight ago. */
const makeLate = (dossierId: number): Promise<{ node: string; name: string }> =>
  platform.db
    .updateTable('task')
    .set({ due_at: new Date(platform.clock.now().getTime() - 14 * 24 * 3_600_000) })
    .where('dossier_id', '=', dossierId)
    .where('closed_at', 'is', null)
    .returning(['node', 'name'])
    .executeTakeFirstOrThrow();

/** Cells of the table's row that begins with these words, as they are seen. */
function rowOf(html: string, begins: string): string[] {
  const rows = [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map((match) =>
    [...match[1]!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map((cell) =>
      cell[1]!
        .replace(/<span class="vh">.*?<\/span>/g, '')
        .replace(/<[^>]*>/g, ' ')
        .trim(),
    ),
  );
  return rows.find((cells) => cells[0]!.startsWith(begins)) ?? [];
}

const numbersOn = (html: string): Record<string, [number, number]> =>
  JSON.parse(/data-load="([^"]*)"/.exec(html)![1]!.replaceAll('&quot;', '"')) as Record<
    string,
    [number, number]
  >;

describe('where dossiers stand', () => {
  it('the rail leads leaders and heads to the reports, and nobody without the right', async () => {
    const { body } = await read('phamthithanh', '/mot-cua');
    expect(body).toContain('href="/mot-cua/bao-cao"');
    expect((await read('phamthithanh', '/mot-cua/bao-cao')).body).toContain(`href="${WHERE}"`);
    expect((await read('nguyenthilien', WHERE)).statusCode).toBe(200);
    for (const url of ['/mot-cua/bao-cao', WHERE, FLOW, `${FLOW}/ho-so?buoc=x`, `${FLOW}/so-do.bpmn`])
      expect((await read('dovantung', url)).statusCode).toBe(403);
  });

  it('[II.24.1~] a flow is drawn with open and late ones on each step, and a table says the same', async () => {
    const before = numbersOn((await read('phamthithanh', FLOW)).body);
    const [late] = await received(1);
    const task = await makeLate(late!);
    const { body } = await read('phamthithanh', FLOW);
    const after = numbersOn(body);
    const [open, over] = before[task.node]!;
    expect(after[task.node]).toEqual([open + 1, over + 1]);
    expect(rowOf(body, task.name)).toEqual([
      task.name,
      String(open + 1),
      String(over + 1),
      'Quá hạn 10 ngày',
    ]);
    const drawn = await read('phamthithanh', /data-bpmn="([^"]*)"/.exec(body)![1]!);
    expect(drawn.body).toContain(`id="${task.node}"`);

    const list = (await read('phamthithanh', WHERE)).body;
    const line = rowOf(list, 'Chứng thực bản sao');
    expect(line[2]).toBe(String(over + 1));
    expect(line[4]).toContain(task.name);
  });

  it('a leader sees nothing of another agency, a head what lies at the own unit alone', async () => {
    const own = (await read('phamthithanh', WHERE)).body;
    expect(own).toContain(`href="${FLOW}"`);
    const other = (await read('lethanhbinh', WHERE)).body;
    expect(other).not.toContain(`href="${FLOW}"`);
    expect(numbersOn((await read('lethanhbinh', FLOW)).body)).toEqual({});
    // Certified copies are made by the unit of justice, not by that of the economy.
    const sum = async (username: string): Promise<number> =>
      Object.values(numbersOn((await read(username, FLOW)).body)).reduce((all, [open]) => all + open, 0);
    expect(await sum('buiducanh')).toBe(0);
    expect(await sum('nguyenthilien')).toBeGreaterThan(0);
    expect(await sum('nguyenthilien')).toBeLessThanOrEqual(await sum('phamthithanh'));
  });

  it('each number leads to the dossiers that it counts, page by page, each once', async () => {
    const [late] = await received(30);
    await makeLate(late!);
    const leader = await loggedIn(server, platform, 'phamthithanh');
    const { body } = await leader.get(FLOW);
    const numbers = [...body.matchAll(/<a href="([^"]*\/ho-so\?[^"]*)">(?:<b[^>]*>)?([\d.]+)</g)];
    expect(numbers.length).toBeGreaterThan(1);
    expect(numbers.some(([, href]) => href!.includes('tre=1'))).toBe(true);
    for (const [, href, count] of numbers) {
      const seen: string[] = [];
      for (let next: string | undefined = href; next;) {
        const list: string = (await leader.get(next.replaceAll('&amp;', '&'))).body;
        seen.push(...[...list.matchAll(/data-href="\/mot-cua\/ho-so\/(\d+)"/g)].map((match) => match[1]!));
        next = /<a href="([^"]+)" rel="next"/.exec(list)?.[1];
      }
      expect(seen.length).toBe(Number(count));
      expect(new Set(seen).size).toBe(seen.length);
      const stranger = await read('lethanhbinh', href!.replaceAll('&amp;', '&'));
      expect(stranger.body).not.toContain('data-href');
    }
  });

  it('says so where nothing runs, and what is not there', async () => {
    expect((await read('phamtuankiet', WHERE)).body).toContain('Không có hồ sơ nào đang chạy');
    for (const url of [
      `${WHERE}/khong-co`,
      `${FLOW}?ban=99`,
      `${FLOW}?ban=x'`,
      `${WHERE}/khong-co/so-do.bpmn`,
    ])
      expect((await read('phamthithanh', url)).statusCode).toBe(404);
  });

  it('asks a bounded number of statements, whatever the number of dossiers', async () => {
    const leader = await loggedIn(server, platform, 'phamthithanh');
    const statements = async (url: string): Promise<number> => {
      await leader.get(url);
      platform.queries.reset();
      expect((await leader.get(url)).statusCode).toBe(200);
      return platform.queries.count();
    };
    const list = /href="([^"]*\/ho-so\?[^"]*)"/
      .exec((await leader.get(FLOW)).body)![1]!
      .replaceAll('&amp;', '&');
    const all = async () => [await statements(WHERE), await statements(FLOW), await statements(list)];
    // What is kept in the process may grow old meanwhile and be read once more.
    for (const count of await all()) expect(count).toBeLessThanOrEqual(6);
    await received(25);
    for (const count of await all()) expect(count).toBeLessThanOrEqual(6);
  });
});
