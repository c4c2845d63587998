import type { FastifyInstance } from 'fastify';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bindings } from '../../../core/binding.ts';
import { getProcedure, procedureDraftOf } from '../../../modules/procedures/index.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loggedIn, testServer, type Browser } from '../../testing.ts';
import { fillingOf, readBindings } from './document-entered.ts';

describe('fillings', () => {
  const kinds = { hoTen: 'text', doan: 'texts', con: ['ten', 'sinh'] } as const;
  const posted = (bindings: Bindings): Record<string, string> =>
    Object.fromEntries(
      Object.entries(kinds).flatMap(([name, kind]): [string, string][] => {
        const filling = fillingOf(kind, bindings[name]);
        if (filling.shape === 'rows') {
          const columns = Object.entries(filling.columns);
          return [
            [`f.${name}.each`, filling.each],
            ...columns.map(([key, text]): [string, string] => [`f.${name}.${key}`, text]),
          ];
        }
        return [
          [`f.${name}`, filling.text],
          [`f.${name}.shape`, filling.shape],
        ];
      }),
    );

  it('come back from the page as they were', () => {
    const text = fc.stringMatching(/^[a-zđê{}@.]{1,12}$/);
    const any = fc.record({
      hoTen: fc.oneof(text, fc.record({ of: text, choices: fc.dictionary(text, text) })),
      doan: fc.array(text, { minLength: 1, maxLength: 3 }),
      con: fc.oneof(
        fc.tuple(fc.record({ each: text, item: fc.record({ row: fc.record({ ten: text, sinh: text }) }) })),
        fc.array(fc.record({ row: fc.record({ ten: text, sinh: text }) }), { minLength: 1, maxLength: 3 }),
      ),
    });
    fc.assert(
      fc.property(any, (bindings) => {
        expect(readBindings(kinds, posted(bindings as Bindings))).toEqual(bindings);
      }),
    );
  });

  it('say which field is written so that it can not be read', () => {
    expect(() => readBindings(kinds, { 'f.hoTen': '{', 'f.hoTen.shape': 'written' })).toThrow('{hoTen}');
  });
});

describe('the page', () => {
  let platform: TestPlatform;
  let server: FastifyInstance;
  let admin: Browser;
  beforeAll(async () => {
    platform = await testPlatform({ seeded: true });
    server = await testServer(platform);
    admin = await loggedIn(server, platform, 'nguyenhonghanh');
  });
  afterAll(async () => {
    await server.close();
    await platform.close();
  });

  it('[II.2.5~] binds a template of results in the draft, and names what does not fit the form', async () => {
    const { definition } = (await getProcedure(platform.db, '2.000815'))!;
    const path = `/quan-tri/thu-tuc/2.000815/ban-in/${encodeURIComponent(definition.results[0]!.code)}`;
    const chosen = await admin.get(`${path}?mau=marriage-status`);
    expect(chosen.body).toContain('{personName}');
    const hidden = Object.fromEntries(
      [...chosen.body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name!, value!],
      ),
    );
    const names = [...chosen.body.matchAll(/name="(f\.[^"]+)"/g)].map(([, name]) => name!);
    const all = Object.fromEntries(names.map((name) => [name, '{@owner}']));
    const wrong = await admin.post(path, { ...hidden, ...all, 'f.personName': '{khong.co}' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('không có mục “khong.co”');
    expect(wrong.body).toContain('value="{khong.co}"');
    expect((await admin.post(path, { ...hidden, ...all })).statusCode).toBe(303);
    const draft = (await procedureDraftOf(platform.db, '2.000815'))!;
    expect(draft.body.results[0]!.document).toMatchObject({
      template: 'marriage-status',
      fields: { personName: '{@owner}' },
    });
    expect((await admin.post(path, { ...hidden, ...all })).statusCode).toBe(409);
    expect((await admin.get(`${path}x`)).statusCode).toBe(404);
  });
});
