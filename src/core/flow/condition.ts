import { evaluate, isFunction } from 'feelin';
import type { FeelFunction } from 'feelin';

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** feelin keeps every warning of a parsed expression for good, so a parsed one is used this often at most. */
const USES = 1000;
const SIZE = 500;
const cache = new Map<string, { parsed: FeelFunction; uses: number }>();

/** The expression as FEEL: some tools put "=" before it. */
export function normalizeCondition(text: string): string {
  return text.trim().replace(/^=\s*/, '');
}

/** Tells what keeps a text from being a usable FEEL condition; null when nothing does. */
export function conditionFault(expression: string): 'syntax' | 'clock' | null {
  // A condition that looks at the clock would make the same decision end differently when it is replayed.
  if (/\b(now|today)\s*\(\s*\)/.test(expression.replace(/"[^"]*"/g, '""'))) return 'clock';
  try {
    evaluate(expression, {});
    return null;
  } catch {
    return 'syntax';
  }
}

/**
 * Evaluates a FEEL condition over the decision's data. Names that the data lack are null, as FEEL has it; anything
 * but `true` counts as not fulfilled. Throws when the expression can not be parsed.
 */
export function holds(expression: string, data: Record<string, unknown>): boolean {
  const names = Object.keys(data).filter((name) => expression.includes(name));
  names.sort();
  const compiled = names.every((name) => NAME.test(name)) ? parsed(expression, names) : null;
  // A name that is a word of FEEL ("in") or has a space can be looked up but not be a parameter.
  if (!compiled) return evaluate(expression, data).value === true;
  return compiled.invoke(names.map((name) => data[name] ?? null)) === true;
}

/** FEEL is parsed in the light of the names in scope, so the names are part of the key. */
function parsed(expression: string, names: string[]): FeelFunction | null {
  const key = `${names.join(',')}:${expression}`;
  const known = cache.get(key);
  if (known && known.uses < USES) {
    known.uses += 1;
    return known.parsed;
  }
  const value = asFunction(expression, names);
  if (!value) return null;
  if (cache.size >= SIZE) cache.delete(cache.keys().next().value ?? '');
  cache.set(key, { parsed: value, uses: 1 });
  return value;
}

function asFunction(expression: string, names: string[]): FeelFunction | null {
  try {
    const { value } = evaluate(`function(${names.join(', ')}) ${expression}`);
    return isFunction(value) ? value : null;
  } catch {
    return null;
  }
}
