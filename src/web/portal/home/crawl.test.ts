import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nationalList } from '../../../modules/procedures/import/fixtures/national-list.ts';
import { importLines } from '../../../modules/procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { browser, testServer } from '../../testing.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  await importLines(platform, nationalList());
  server = await testServer(platform);
}, 120_000);
afterAll(async () => {
  await server.close();
  await platform.close();
});

/** Addresses that a page links to, within the site and without the fragment. */
function links(html: string): string[] {
  const found = [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map((match) =>
    match[1]!.replaceAll('&amp;', '&'),
  );
  return [...new Set(found)];
}

describe('[V.2] every service', () => {
  it('is at most three clicks from the home page', async () => {
    const page = browser(server);
    let layer = ['/'];
    const seen = new Set(layer);
    const procedures = new Set<string>();
    for (let click = 1; click <= 3; click++) {
      const next: string[] = [];
      for (const address of layer) {
        const { body } = await page.get(address);
        for (const link of links(body)) {
          if (/^\/thu-tuc\/\d/.test(link)) procedures.add(link.split('?')[0]!);
          else if (/^\/(thu-tuc|viec)/.test(link) && !link.includes('xep=') && !seen.has(link))
            next.push(link);
          seen.add(link);
        }
      }
      layer = next;
    }
    const all = await platform.db.selectFrom('procedure').select('code').execute();
    expect(all.length).toBeGreaterThan(800);
    expect(all.filter(({ code }) => !procedures.has(`/thu-tuc/${code}`))).toEqual([]);
  }, 120_000);

  it('stands in the site map for search engines', async () => {
    const { body, headers } = await browser(server).get('/sitemap.xml');
    expect(headers['content-type']).toContain('xml');
    const found = new Set([...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]));
    const all = await platform.db.selectFrom('procedure').select('code').execute();
    for (const { code } of all) expect(found).toContain(`${platform.config.publicUrl}/thu-tuc/${code}`);
    const robots = (await browser(server).get('/robots.txt')).body;
    expect(robots).toContain(`Sitemap: ${platform.config.publicUrl}/sitemap.xml`);
    expect(robots).not.toMatch(/Disallow: \/(thu-tuc)?$/m);
  });
});

it('answers for every procedure of the list', async () => {
  const page = browser(server);
  const all = await platform.db.selectFrom('procedure').select('code').orderBy('code').execute();
  for (const { code } of all.filter((_, at) => at % 9 === 0)) {
    const response = await page.get(`/thu-tuc/${code}`);
    expect(response.statusCode, code).toBe(200);
    expect(response.body, code).not.toMatch(/undefined|NaN|\[object/);
  }
}, 120_000);
