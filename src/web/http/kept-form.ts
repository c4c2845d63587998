import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { localPath } from './local-path.ts';

/** What somebody had typed when the session ended: where it was sent, and the fields in order. */
export interface KeptForm {
  path: string;
  fields: [name: string, value: string][];
  /** Files can not be carried along; they are to be chosen again. */
  hadFiles: boolean;
}

const MAX_BYTES = 200 * 1024;
const MAX_AGE_MS = 2 * 3_600_000;
/** Never carried along: secrets, and proofs that belong to the session that has ended. */
const LEFT_OUT = /^(?:_ma|mat-khau.*|.*password.*|giu)$/i;

/** The form as signed text for a hidden field, or null when it holds more than 200 KB. */
export function sealForm(form: KeptForm, secret: string, now: Date): string | null {
  const body = Buffer.from(JSON.stringify({ ...form, at: now.getTime() })).toString('base64url');
  return body.length > MAX_BYTES ? null : `${body}.${sign(body, secret)}`;
}

/** The form out of its signed text; null when it was changed, is older than two hours or leads elsewhere. */
export function openForm(sealed: unknown, secret: string, now: Date): KeptForm | null {
  if (typeof sealed !== 'string') return null;
  const [body = '', signature = ''] = sealed.split('.');
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const form = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as KeptForm & { at: number };
  if (now.getTime() - form.at > MAX_AGE_MS || localPath(form.path) === null) return null;
  return form;
}

/** Fields of the request's form; of a multipart form those that are not files. */
export async function collectForm(request: FastifyRequest): Promise<KeptForm> {
  const form: KeptForm = { path: request.url, fields: [], hadFiles: false };
  const add = (name: string, value: string) => {
    if (!LEFT_OUT.test(name)) form.fields.push([name, value]);
  };
  if (request.isMultipart()) {
    for await (const part of request.parts({
      limits: { fileSize: 20 * 1024 * 1024, files: 20, fields: 500 },
    })) {
      if (part.type === 'field') add(part.fieldname, String(part.value));
      else {
        form.hadFiles ||= Boolean(part.filename);
        part.file.resume();
      }
    }
    return form;
  }
  for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') add(name, one);
  }
  return form;
}

function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(`kept form ${body}`).digest('base64url');
}
