import type { Fault, FormDefinition, JsonSchema } from './types.ts';
import { checkForm, type KnownAround } from './check.ts';
import { jsonFault } from './json-fault.ts';
import { outline } from './places.ts';

/** Order of keys in a file of a form, as people write them. */
const ORDER = (
  'code kind id path component type format title legalBasis subject label input text lead hint help required ' +
  'memberTitle addLabel value options catalogue width missing prefill autocomplete showIf schema steps'
).split(' ');

/** A form as a file: the JSON that `readFormFile` takes, keys in the order of the reference, questions as asked. */
export function writeFormFile(def: FormDefinition): string {
  const asked = new Map<string, number>();
  for (const spot of outline(def)) {
    if (spot.kind !== 'item' || (spot.item.kind !== 'field' && spot.item.kind !== 'repeat')) continue;
    for (const key of spot.item.path.split('.')) if (!asked.has(key)) asked.set(key, asked.size);
  }
  const place = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.indexOf('showIf') - 0.5);
  const ordered = (value: unknown, isNames = false): unknown => {
    if (Array.isArray(value)) return value.map((one) => ordered(one));
    if (typeof value !== 'object' || value === null) return value;
    const rank = (key: string) => (isNames ? (asked.get(key) ?? Infinity) : place(key));
    return Object.fromEntries(
      Object.entries(value as JsonSchema)
        .sort(([a], [b]) => rank(a) - rank(b) || 0)
        .map(([key, one]) => [key, ordered(one, key === 'properties' && !isNames)]),
    );
  };
  return `${JSON.stringify(ordered(def), null, 2)}\n`;
}

/**
 * Reads a file of a form.
 *
 * @returns the form when it could be published as it is; else what is wrong, with the line or the place
 */
export function readFormFile(
  text: string,
  known: KnownAround = {},
): { definition: FormDefinition; faults?: undefined } | { definition?: undefined; faults: Fault[] } {
  const bare = text.replace(/^\uFEFF/, '');
  const broken = jsonFault(bare);
  if (broken) {
    const { line, column, message } = broken;
    const where = `dòng ${line}, cột ${column}`;
    return {
      faults: [
        {
          place: where,
          message: `Tệp không phải JSON đúng cách: ${where}: ${message}. Sửa tệp rồi nhập lại.`,
        },
      ],
    };
  }
  const definition = normalised(JSON.parse(bare)) as FormDefinition;
  const faults = checkForm(definition, known);
  return faults.length > 0 ? { faults } : { definition };
}

/** Texts in NFC, as everything is stored. */
function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, normalised(one)]));
}
