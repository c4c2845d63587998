import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidConfiguration, StaleEdit, type Editor } from '../../modules/configuration/index.ts';
import { viewerOf } from '../http/index.ts';
import type { FormError } from '../ui/index.ts';

/** Who edits, for the modules that record changes. */
export function editorOf(request: FastifyRequest): Editor {
  const { account, displayName } = viewerOf(request);
  return { accountId: account.id, name: displayName, ip: request.ip };
}

/** A number from a hidden field such as `seen` or `revision`; 0 when somebody has tampered with it. */
export function numberOf(value: unknown): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : 0;
}

/** Why an edit was turned back. */
export interface TurnedBack {
  status: 409 | 422;
  errors: FormError[];
  stale?: StaleEdit;
}

/**
 * What the form is drawn again with when an edit can not be saved, typed values kept; throws what is nobody's doing.
 *
 * @param fieldOf id of the input that a fault's place belongs to; the place itself unless given
 */
export function turnedBack(
  error: unknown,
  fieldOf: (place: string) => string = (place) => place,
): TurnedBack {
  if (error instanceof StaleEdit) return { status: 409, errors: [{ text: error.message }], stale: error };
  if (error instanceof InvalidConfiguration) {
    const errors = error.errors.map(({ place, message }) =>
      place ? { field: fieldOf(place), text: message } : { text: message },
    );
    return { status: 422, errors };
  }
  throw error;
}

/** Fields of a posted form: the last value of each name. */
export function fieldsOf(body: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      String([value ?? ''].flat().at(-1) ?? ''),
    ]),
  );
}

/** All values of a repeated field of a posted form, in order. */
export function valuesOf(body: unknown, name: string): string[] {
  return [((body ?? {}) as Record<string, unknown>)[name] ?? []].flat().map(String);
}

/** Back to a page after a saved edit. */
export function seeOther(reply: FastifyReply, address: string): FastifyReply {
  return reply.redirect(address, 303);
}
