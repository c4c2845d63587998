import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nationalList } from '../../../modules/procedures/import/fixtures/national-list.ts';
import { getProcedure, importLines, publishProcedure } from '../../../modules/procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, testServer } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  await importLines(
    platform,
    nationalList().filter((line) => line.includes('"1.000080"') || line.includes('"1.008910"')),
  );
  server = await testServer(platform);
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const get = async (url: string) => (await browser(server).get(url)).body;

describe('page of a procedure', () => {
  it('answers what, how long, how much, with what, where, and leads to filing', async () => {
    const html = await get('/thu-tuc/1.001193');
    expect(html).toContain('<h1 class="mt-2">Đăng ký khai sinh</h1>');
    expect(html).toContain('href="/nop-ho-so/1.001193"');
    for (const text of [
      'Ghi việc sinh của trẻ',
      'Trong ngày làm việc',
      '8.000 đồng/hồ sơ',
      'Giấy chứng sinh',
      'Giấy khai sinh',
      'Trung tâm Phục vụ hành chính công phường Yên Hà',
      'Thứ Hai – Thứ Sáu: 07:30–11:30, 13:30–17:00',
      '60/2014/QH13',
    ]) {
      expect(html).toContain(text);
    }
    expect(html.match(/<h1/g)).toHaveLength(1);
    // Every entry of the contents leads somewhere.
    for (const [, id] of html.matchAll(/<li><a href="#([a-z-]+)"/g)) expect(html).toContain(`id="${id}"`);
  });

  it('changes papers, limits and fees with the case, without script', async () => {
    const usual = await get('/thu-tuc/1.001193');
    expect(usual).not.toContain('Biên bản về việc trẻ bị bỏ rơi');
    const found = await get('/thu-tuc/1.001193?truong-hop=1.001193.02');
    expect(found).toContain('Biên bản về việc trẻ bị bỏ rơi');
    expect(found).not.toContain('Giấy chứng sinh</th>');
    expect(found).toMatch(/<option value="1.001193.02" selected/);
    expect(await get('/thu-tuc/1.001193?truong-hop=khong-co')).toContain('Giấy chứng sinh');
  });

  it('says that imported text is being gone through, and that it is not filed here', async () => {
    const html = await get('/thu-tuc/1.000080');
    expect(html).toContain('Nội dung đang được rà soát.');
    expect(html).toContain('chưa nhận thủ tục này trên cổng');
    expect(html).toContain('Nguồn ghi “7”');
    expect(html).not.toContain('/nop-ho-so/');
    const several = await get('/thu-tuc/1.008910?truong-hop=1.008910.02');
    expect(several).toContain('Trường hợp thay đổi địa điểm trụ sở');
    expect(await get('/thu-tuc/1.001193')).not.toContain('đang được rà soát');
  });

  it('tells search engines what it is', async () => {
    const html = await get('/thu-tuc/1.001193');
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)![1]!);
    expect(data).toMatchObject({
      '@type': 'GovernmentService',
      identifier: '1.001193',
      url: `${platform.config.publicUrl}/thu-tuc/1.001193`,
      availableChannel: { serviceUrl: `${platform.config.publicUrl}/nop-ho-so/1.001193` },
    });
    expect(data.provider).toHaveLength(2);
    const response = await browser(server).get('/thu-tuc/1.001193?truong-hop=1.001193.02');
    expect(response.headers['link']).toBe(`<${platform.config.publicUrl}/thu-tuc/1.001193>; rel="canonical"`);
  });

  it('shows texts as text, in the page and in its data', async () => {
    const { definition } = (await getProcedure(platform.db, '1.000080'))!;
    const name = 'Thử </script><script>alert(1)</script>';
    await platform.db.transaction().execute(async (tx) => {
      const changed = { ...definition, code: '9.000001', name, summary: name };
      await publishProcedure(tx, changed, { by: null, now: platform.clock.now() });
    });
    const html = await get('/thu-tuc/9.000001');
    expect(html).not.toContain('<script>alert');
    const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)![1]!;
    expect(JSON.parse(data).name).toBe(name);
  });

  it('helps on when the code is unknown', async () => {
    const response = await browser(server).get('/thu-tuc/9.999999');
    expect(response.statusCode).toBe(404);
    expect(response.body).toContain('Không có thủ tục nào mang mã này');
    expect((await browser(server).get('/thu-tuc/%00')).statusCode).toBe(404);
  });

  it('costs at most three queries', async () => {
    await get('/thu-tuc/1.001193');
    platform.queries.reset();
    await get('/thu-tuc/1.001193');
    expect(platform.queries.count()).toBeLessThanOrEqual(3);
  });
});
