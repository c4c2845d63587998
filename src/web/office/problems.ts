import { FlowError } from '../../core/flow/index.ts';
import { DossierNotFound, InvalidInput, NotAllowed, StaleDossier } from '../../modules/dossiers/index.ts';

/** What an act was turned down for, in words for the officer; null for errors that are nobody's doing. */
export function problemText(error: unknown): string | null {
  const known =
    error instanceof NotAllowed ||
    error instanceof StaleDossier ||
    error instanceof InvalidInput ||
    error instanceof DossierNotFound ||
    error instanceof FlowError;
  return known ? error.message : null;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The one-time key of a form; undefined when somebody has tampered with it. */
export const formKeyOf = (value: unknown): string | undefined =>
  typeof value === 'string' && UUID.test(value) ? value : undefined;
