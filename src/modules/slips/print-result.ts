import type { Bound } from '../../core/binding.ts';
import type { Platform } from '../../platform/index.ts';
import { renderOwnResult, renderResult } from './render.ts';
import {
  boundFields,
  isResultTemplate,
  resultBody,
  type FieldKinds,
  type GenericResult,
  type ResultHead,
  type ResultTemplate,
  type Results,
} from './results.ts';
import { newestResultTemplate, templateContent } from './templates.ts';

/** An uploaded file in place of the newest version, for looking at it before it is published. */
export interface TrialTemplate {
  content: Buffer;
  fields: FieldKinds;
}

type Store = Pick<Platform, 'db' | 'files'>;

/**
 * The document of a result as PDF, from the newest version of the template that the procedure names.
 *
 * @returns null when there is no such template
 * @throws PdfError when the document can not be made
 */
export async function printResult(
  platform: Store,
  name: string,
  bound: Bound,
  head: ResultHead,
  trial?: TrialTemplate,
): Promise<Buffer | null> {
  if (isResultTemplate(name)) return print(platform, name, resultBody(name, bound), head, trial?.content);
  const newest = trial ? null : await newestResultTemplate(platform.db, name);
  const content =
    trial?.content ?? (newest && (await templateContent(platform, { set: null, kind: name }, newest)));
  if (!content) return null;
  const kinds = trial?.fields ?? newest?.fields ?? {};
  return (await renderOwnResult(content, boundFields(kinds, bound), head)).pdf;
}

/** The document of a result that names no template: what was decided and declared, on the generic one. */
export const printPlainResult = (
  platform: Store,
  body: GenericResult,
  head: ResultHead,
  trial?: TrialTemplate,
): Promise<Buffer> => print(platform, 'generic', body, head, trial?.content);

async function print<T extends ResultTemplate>(
  platform: Store,
  name: T,
  body: Results[T],
  head: ResultHead,
  trial?: Buffer,
): Promise<Buffer> {
  const newest = trial ? null : await newestResultTemplate(platform.db, name);
  const content = trial ?? (newest && (await templateContent(platform, { set: null, kind: name }, newest)));
  return (await renderResult(name, { ...body, ...head }, content ?? undefined)).pdf;
}
