import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { addDays } from '../../../core/dates.ts';
import type { Answers } from '../../../core/form/index.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import type { Browser } from '../../testing.ts';

/** A small file that is what its name says. */
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

interface Upload {
  field: string;
  name: string;
  content: Buffer;
}

/** Sends a form with files, as a page does. */
export function upload(
  browser: Browser,
  url: string,
  files: Upload[],
  fields: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  const boundary = '----mot-cua-test';
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...files.map(({ field, name, content }) =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\n` +
            'content-type: application/octet-stream\r\n\r\n',
        ),
        content,
        Buffer.from('\r\n'),
      ]),
    ),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return browser.request({
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' },
    payload: Buffer.concat(parts),
  });
}

/** Complete answers of a demo dossier; "@-12" in them is the date so many days from `today`. */
export function demoAnswers(key: string, today: string): Answers {
  const file = path.join(projectRoot(), 'seed', 'demo-dossiers.json');
  const demos = JSON.parse(readFileSync(file, 'utf8')) as { key: string; answers: Answers }[];
  const { answers } = demos.find((demo) => demo.key === key)!;
  const dated = JSON.stringify(answers).replace(
    /"@([+-]\d+)"/g,
    (_, days: string) => `"${addDays(today, Number(days))}"`,
  );
  return JSON.parse(dated) as Answers;
}

/** Value of a hidden field on a page. */
export function hidden(html: string, name: string): string {
  const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html)?.[0] ?? '';
  return /value="([^"]*)"/.exec(tag)?.[1] ?? '';
}

/** Text of a page without markup, entities read. */
export const textOf = (html: string): string =>
  html
    .replace(/<(script|style|symbol)\b.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
