import { createHash } from 'node:crypto';

/** SHA-256 (hex) of a JSON value, the same whatever the order of its keys: jsonb does not keep that. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('hex');
}

function sortKeys(_key: string, part: unknown): unknown {
  if (!part || typeof part !== 'object' || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
