import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, testServer } from '../../testing.ts';
import { readFilters, searchAddress } from './filters.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  server = await testServer(platform);
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

const get = async (url: string) => (await browser(server).get(url)).body;
const found = (html: string) => [...html.matchAll(/href="\/thu-tuc\/([\d.]+)"/g)].map((match) => match[1]);

describe('[III.10.1] search page', () => {
  it('finds, marks the words, and tells what decides', async () => {
    const html = await get(`/thu-tuc?q=${encodeURIComponent('khai sinh')}`);
    expect(found(html)[0]).toBe('1.001193');
    expect(html).toContain('Đăng ký <mark>khai sinh</mark>');
    expect(html).toContain('Toàn trình · mức 4');
    expect(html).toContain('UBND phường, xã');
    expect(html).toContain('Trong ngày làm việc');
  });

  it('narrows by field, agency and level, and takes each back', async () => {
    const html = await get('/thu-tuc?linh-vuc=G15-TP07&muc=4&co-quan=phuong-xa');
    expect(found(html)).toContain('1.000894');
    expect(found(html)).not.toContain('1.001612');
    expect(html).toMatch(/value="G15-TP07" checked/);
    expect(html).toContain('href="/thu-tuc?co-quan=phuong-xa&amp;muc=4"');
    expect(html).toContain('Bỏ tất cả');
  });

  it('says what it corrected, and what to do when nothing is there', async () => {
    expect(await get('/thu-tuc?q=khai+sihn')).toContain('Đây là kết quả cho “khai sinh”');
    const nothing = await get('/thu-tuc?q=zzzzqqq');
    expect(nothing).toContain('Thử từ ngắn hơn hoặc cách gọi khác');
    const filtered = await get('/thu-tuc?q=khai+sinh&linh-vuc=H99-LV03');
    expect(filtered).toContain('Bỏ bộ lọc');
  });

  it('goes straight to a code', async () => {
    const response = await browser(server).get('/thu-tuc?q=1.001193');
    expect(response.statusCode).toBe(303);
    expect(response.headers['location']).toBe('/thu-tuc/1.001193');
  });

  it('shows what was typed as text', async () => {
    const html = await get(`/thu-tuc?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script>');
  });

  it('costs at most four queries', async () => {
    await get('/thu-tuc');
    for (const q of ['', 'khai sinh', 'khai sihn', 'zzzzqqq wwww']) {
      platform.queries.reset();
      await get(`/thu-tuc?q=${encodeURIComponent(q)}`);
      const asked = platform.queries.texts().filter((text) => !text.includes('xmin'));
      expect(asked.length, q).toBeLessThanOrEqual(4);
    }
  });

  it('has one address for one list', async () => {
    const response = await browser(server).get('/thu-tuc?muc=4&trang=1&xep=ten');
    expect(response.headers['link']).toBe(`<${platform.config.publicUrl}/thu-tuc?muc=4>; rel="canonical"`);
    expect((await browser(server).get('/thu-tuc?q=khai+sinh')).headers['x-robots-tag']).toBe(
      'noindex, follow',
    );
  });
});

describe('address of a search', () => {
  it.each([
    {},
    { q: ['a', 'b'], trang: '-3', muc: [''] },
    { trang: '1e9', xep: 'x', 'linh-vuc': { a: 1 } },
    { q: 'x'.repeat(9999), muc: Array.from({ length: 999 }, () => '4') },
  ])('reads anything: %#', (query) => {
    const filters = readFilters(query);
    expect(filters.page).toBeGreaterThan(0);
    expect(filters.q.length).toBeLessThanOrEqual(200);
    expect(filters.level.length).toBeLessThanOrEqual(40);
  });

  it('comes back as it was', () => {
    const filters = readFilters({
      q: 'khai sinh',
      muc: ['4', '3'],
      'linh-vuc': 'G15-TP07',
      trong: 'noi-dung',
      xep: 'ten',
      trang: '2',
    });
    const address = new URL(searchAddress(filters, { page: 2 }), 'http://x');
    const query: Record<string, string[]> = {};
    for (const [name, value] of address.searchParams) (query[name] ??= []).push(value);
    expect(readFilters(query)).toEqual(filters);
  });
});
