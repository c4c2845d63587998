import { readdir } from 'node:fs/promises';
import os from 'node:os';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getFile } from '../../modules/documents/index.ts';
import { testPlatform, type TestPlatform } from '../../platform/testing.ts';
import { contentDisposition, NotFound, readMultipart, sendFile } from './index.ts';
import { createServer } from './server.ts';

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
let platform: TestPlatform;
let server: FastifyInstance;

beforeAll(async () => {
  platform = await testPlatform();
  server = await createServer(platform);
  server.post('/thu/nop', (request) =>
    readMultipart(request, { maxBytes: 50_000, maxFiles: 3, accept: ['pdf', 'jpg', 'txt'] }),
  );
  server.get<{ Params: { id: string }; Querystring: { xem?: string } }>(
    '/thu/tep/:id',
    async (request, reply) => {
      const file = await getFile(platform.db, request.params.id);
      if (!file) throw new NotFound();
      return sendFile(reply, file, { inline: request.query.xem === '1' });
    },
  );
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await platform.close();
});

type Part = { field: string; value: string } | { field: string; name: string; content: string | Buffer };
async function send(parts: Part[]) {
  const form = new FormData();
  for (const part of parts) {
    if ('value' in part) form.append(part.field, part.value);
    else form.append(part.field, new Blob([part.content as BlobPart]), part.name);
  }
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  return server.inject({
    method: 'POST',
    url: '/thu/nop',
    headers: { 'content-type': request.headers.get('content-type')!, 'sec-fetch-site': 'same-origin' },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}

describe('a form with files', () => {
  test('gives its fields like any form, and its files checked and stored', async () => {
    const { fields, files, refused } = (
      await send([
        { field: 'ten', value: 'Nguyễn Văn An' },
        { field: 'nganh', value: '1' },
        { field: 'nganh', value: '2' },
        { field: 'tep', name: 'Đơn xin.pdf', content: PDF },
      ])
    ).json();
    expect(fields).toEqual({ ten: 'Nguyễn Văn An', nganh: ['1', '2'] });
    expect(refused).toEqual([]);
    expect(files).toMatchObject([
      { field: 'tep', name: 'Đơn xin.pdf', mime: 'application/pdf', size: PDF.length },
    ]);
    expect((await platform.files.read(files[0].sha256)).toString()).toBe(PDF);
  });

  test('one bad file does not stop the rest; each refusal names the file and the remedy', async () => {
    const { fields, files, refused } = (
      await send([
        { field: 'a', name: 'trong.pdf', content: '' },
        { field: 'a', name: 'gia.jpg', content: PDF },
        { field: 'a', name: 'lon.pdf', content: `${PDF}${' '.repeat(60_000)}` },
        { field: 'a', name: 'ma.pdf', content: `${PDF}<</S/JavaScript>>` },
        { field: 'b', name: 'tot.pdf', content: PDF },
        { field: 'sau', value: 'vẫn còn' },
      ])
    ).json();
    expect(files.map((file: { name: string }) => file.name)).toEqual(['tot.pdf']);
    expect(fields).toEqual({ sau: 'vẫn còn' });
    expect(refused.map((one: { message: string }) => one.message)).toEqual([
      expect.stringContaining('“trong.pdf” không có nội dung'),
      expect.stringContaining('“gia.jpg” mang đuôi .jpg nhưng nội dung không phải JPG'),
      expect.stringMatching(/“lon\.pdf” nặng 59 KB\. .* dưới 49 KB\./),
      expect.stringContaining('“ma.pdf” có chứa mã tự chạy'),
    ]);
    const rows = await platform.db
      .selectFrom('file')
      .select('name')
      .where('name', 'in', ['ma.pdf', 'gia.jpg'])
      .execute();
    expect(rows).toEqual([]);
  });

  test('an input left empty is nothing, and files beyond the number wait for the next time', async () => {
    const { files, refused } = (
      await send([
        { field: 'trong', name: '', content: '' },
        ...[1, 2, 3, 4].map((n) => ({ field: 'a', name: `${n}.pdf`, content: PDF })),
      ])
    ).json();
    expect(files).toHaveLength(3);
    expect(refused).toMatchObject([{ name: '4.pdf', message: expect.stringContaining('tối đa 3 tệp') }]);
  });

  test('a request beyond all measure is cut off', async () => {
    const response = await send([{ field: 'a', name: 'lon.txt', content: 'a'.repeat(300_000) }]);
    expect(response.statusCode).toBe(413);
    expect(response.body).toContain('Gửi làm nhiều lần');
  });

  test('nothing is left behind', async () => {
    const ours = (await readdir(os.tmpdir())).filter((name) => /^motcua-[A-Za-z0-9]{6}$/.test(name));
    await send([{ field: 'a', name: 'x.pdf', content: PDF }]);
    expect((await readdir(os.tmpdir())).filter((name) => /^motcua-[A-Za-z0-9]{6}$/.test(name))).toEqual(ours);
  });

  test('a cut-off transfer is an error, not half a file', async () => {
    const response = await server.inject({
      method: 'POST',
      url: '/thu/nop',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'sec-fetch-site': 'same-origin' },
      payload: `--x\r\ncontent-disposition: form-data; name="a"; filename="nua.pdf"\r\n\r\n${PDF}`,
    });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(await platform.db.selectFrom('file').select('id').where('name', '=', 'nua.pdf').execute()).toEqual(
      [],
    );
  });
});

describe('downloads', () => {
  const stored = async (name: string, content: string) =>
    (await send([{ field: 'a', name, content }])).json().files[0].id as string;

  test('are saved under their Vietnamese name', async () => {
    const id = await stored('Đơn "xin" cấp phép.pdf', PDF);
    const { headers, body } = await server.inject(`/thu/tep/${id}`);
    expect(body).toBe(PDF);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Don _xin_ cap phep.pdf"; filename*=UTF-8''${encodeURIComponent('Đơn _xin_ cấp phép.pdf')}`,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['cache-control']).toBe('private, no-store');
  });

  test('PDFs may show inside our own pages; text is only saved', async () => {
    const pdf = await server.inject(`/thu/tep/${await stored('a.pdf', PDF)}?xem=1`);
    expect(pdf.headers['content-disposition']).toMatch(/^inline/);
    expect(pdf.headers['content-security-policy']).toContain("frame-ancestors 'self'");
    expect(pdf.headers['x-frame-options']).toBe('SAMEORIGIN');
    const text = await server.inject(`/thu/tep/${await stored('a.txt', '<script>alert(1)</script>')}?xem=1`);
    expect(text.headers['content-disposition']).toMatch(/^attachment/);
    expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  test('names can not break out of the header', () => {
    expect(contentDisposition('attachment', 'a"\r\nSet-Cookie: x=1;ệ.pdf')).toMatch(
      /^attachment; filename="[\x20-\x21\x23-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/,
    );
  });
});
