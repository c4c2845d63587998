import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import {
  checkFile,
  cleanFileName,
  FileRefused,
  saveFile,
  type StoredFile,
} from '../../modules/documents/index.ts';
import { TooLarge } from './problems.ts';
import { MAX_FIELDS, MAX_FILE_BYTES, MAX_FILES } from './upload-limits.ts';

export interface UploadOptions {
  /** Bytes of one file; 10 MB unless said otherwise. */
  maxBytes?: number;
  /** Files in one request; 20 unless said otherwise. */
  maxFiles?: number;
  /** Extensions that are taken; every allowed format unless said otherwise. */
  accept?: readonly string[];
}

export interface UploadedFile extends StoredFile {
  /** Name of the form's field. */
  field: string;
}

export interface MultipartForm {
  /** Like the body of an ordinary form: repeated fields become arrays. */
  fields: Record<string, string | string[]>;
  files: UploadedFile[];
  /** Files that were not taken: the message names the file and the remedy. */
  refused: { field: string; name: string; message: string }[];
}

/**
 * Reads a form with files: each file is received aside, checked, and only then put into the store. Files that can not be
 * taken do not stop the rest, so that nothing else has to be typed or chosen again. Also reads ordinary forms.
 *
 * @throws TooLarge when the request as a whole is beyond all measure
 */
export async function readMultipart(
  request: FastifyRequest,
  options: UploadOptions = {},
): Promise<MultipartForm> {
  const form: MultipartForm = { fields: {}, files: [], refused: [] };
  if (!request.isMultipart()) {
    Object.assign(form.fields, request.body);
    return form;
  }
  const { maxBytes = MAX_FILE_BYTES, maxFiles = MAX_FILES, accept } = options;
  const budget = { left: maxBytes * (maxFiles + 1) };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'motcua-'));
  try {
    // Size is counted here, not cut off by the parser, so that the message can say how large the file is.
    const limits = { fileSize: Infinity, files: 200, fields: MAX_FIELDS, fieldSize: 256 * 1024 };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') addField(form.fields, part.fieldname, String(part.value));
      else await takeFile(part, path.join(folder, 'received'));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return form;

  async function takeFile(part: MultipartFile, received: string): Promise<void> {
    const { platform } = request.server;
    const size = await receive(part, received, maxBytes, budget);
    // An input without a choice sends an empty part without a name.
    if (!part.filename && size === 0) return;
    // Browsers write a quotation mark in a name as %22.
    const name = cleanFileName((part.filename ?? '').replaceAll('%22', '"'));
    try {
      if (form.files.length >= maxFiles) {
        throw new FileRefused(
          `Tệp “${name}” là tệp thứ ${maxFiles + 1}. Mỗi lần gửi được tối đa ${maxFiles} tệp; gửi tệp này ở lần sau.`,
        );
      }
      const format = await checkFile(received, { name, size, accept, maxBytes });
      const stored = await saveFile(platform, {
        content: createReadStream(received),
        name,
        mime: format.mime,
        createdBy: request.viewer?.account.id ?? null,
      });
      form.files.push({ ...stored, field: part.fieldname });
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      form.refused.push({ field: part.fieldname, name, message: error.message });
    }
  }
}

/** Writes a part to a file, at most `maxBytes` of it; returns how large it was. */
async function receive(
  part: MultipartFile,
  target: string,
  maxBytes: number,
  budget: { left: number },
): Promise<number> {
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      budget.left -= chunk.length;
      if (budget.left < 0)
        done(new TooLarge('Tổng các tệp gửi lên quá lớn. Gửi làm nhiều lần, mỗi lần ít tệp hơn.'));
      else done(null, size <= maxBytes ? chunk : undefined);
    },
  });
  await pipeline(part.file, measure, createWriteStream(target));
  return size;
}

function addField(fields: MultipartForm['fields'], name: string, value: string): void {
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
  fields[name] = before === undefined ? value : [before, value].flat();
}
