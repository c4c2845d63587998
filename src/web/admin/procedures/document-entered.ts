import type { Bindings, ListBinding, TextBinding } from '../../../core/binding.ts';
import { InvalidConfiguration, type ConfigurationFault } from '../../../modules/configuration/index.ts';
import type { FieldKind, FieldKinds } from '../../../modules/slips/index.ts';

/** How one field of a template is filled, as the page asks for it. */
export type Filling =
  /** One text with {places}. */
  | { shape: 'text'; text: string }
  /** A line each. */
  | { shape: 'lines'; text: string }
  /** A row for each member of a repeat of the form, or (each empty) one row. */
  | { shape: 'rows'; each: string; columns: Record<string, string> }
  /** Made by another tool: shown as it is written down. */
  | { shape: 'written'; text: string };

const isList = (kind: FieldKind): boolean => kind === 'texts' || typeof kind === 'object';

/** What the page shows for a field that is bound so, or not bound yet. */
export function fillingOf(kind: FieldKind, binding: TextBinding | ListBinding | undefined): Filling {
  if (binding === undefined) return emptyFilling(kind);
  if (!isList(kind)) return typeof binding === 'string' ? { shape: 'text', text: binding } : written(binding);
  if (!Array.isArray(binding)) return written(binding);
  if (kind === 'texts') {
    return binding.every((row) => typeof row === 'string')
      ? { shape: 'lines', text: binding.join('\n') }
      : written(binding);
  }
  const [row, ...more] = binding;
  if (row === undefined || more.length > 0 || typeof row === 'string') return written(binding);
  const item = 'each' in row ? row.item : row;
  if (typeof item === 'string' || !('row' in item)) return written(binding);
  const plain = Object.values(item.row).every((text) => typeof text === 'string');
  return plain
    ? { shape: 'rows', each: 'each' in row ? row.each : '', columns: item.row as Record<string, string> }
    : written(binding);
}

const written = (binding: unknown): Filling => ({ shape: 'written', text: JSON.stringify(binding, null, 2) });

function emptyFilling(kind: FieldKind): Filling {
  if (typeof kind === 'object')
    return { shape: 'rows', each: '', columns: Object.fromEntries(kind.map((name) => [name, ''])) };
  return { shape: kind === 'texts' ? 'lines' : 'text', text: '' };
}

/**
 * Reads the page's form: a field is left unbound when nothing is typed.
 *
 * @param fields posted values: "f.<name>" a text, lines or JSON; "f.<name>.each" and "f.<name>.<column>" rows
 * @throws InvalidConfiguration with the field's name as place, when what is written down is no JSON
 */
export function readBindings(kinds: FieldKinds, fields: Record<string, string>): Bindings {
  const bound: Bindings = {};
  const faults: ConfigurationFault[] = [];
  for (const [name, kind] of Object.entries(kinds)) {
    const typed = (fields[`f.${name}`] ?? '').replaceAll('\r\n', '\n').trim();
    if (fields[`f.${name}.shape`] === 'written') {
      try {
        if (typed !== '') bound[name] = JSON.parse(typed) as TextBinding;
      } catch {
        faults.push({
          place: name,
          message: `Mục {${name}}: nội dung viết sẵn không đọc được. Xóa đi để điền lại từ đầu.`,
        });
      }
    } else if (typeof kind === 'object') {
      const row = Object.fromEntries(
        kind.map((column) => [column, (fields[`f.${name}.${column}`] ?? '').trim()]),
      );
      const each = fields[`f.${name}.each`] ?? '';
      if (Object.values(row).some((text) => text !== ''))
        bound[name] = [each ? { each, item: { row } } : { row }];
    } else if (typed !== '') {
      bound[name] = kind === 'texts' ? typed.split(/\n+/) : typed;
    }
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return bound;
}
