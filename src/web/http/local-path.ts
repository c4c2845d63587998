/**
 * A path of this site taken from a query or a form, safe to redirect to: null for other sites ("//evil.example",
 * "/\evil.example", "https:…") and for anything that is no path.
 */
export function localPath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2000 || !text.startsWith('/')) return null;
  const base = 'http://here.invalid';
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  return url.origin === base ? url.pathname + url.search + url.hash : null;
}
