import { cleanLines } from '../../../core/text.ts';
import type { StoredFile } from '../../../modules/documents/index.ts';

/** What was typed into a form; the first time, nothing was. */
export class Typed {
  readonly #fields: Readonly<Record<string, unknown>>;
  /** Whether the form was sent at all: only then an empty field means that it was emptied. */
  readonly sent: boolean;
  /** Files by name of their field: uploaded now, or before when the form was turned back. */
  readonly files: ReadonlyMap<string, readonly StoredFile[]>;

  constructor(
    fields: Readonly<Record<string, unknown>>,
    options: { sent: boolean; files?: ReadonlyMap<string, readonly StoredFile[]> },
  ) {
    this.#fields = fields;
    this.sent = options.sent;
    this.files = options.files ?? new Map();
  }

  /** Text of a field, tidied; what the form proposes as long as it was not sent. */
  text(name: string, proposed = ''): string {
    const value = this.all(name).at(-1);
    if (value === undefined) return this.sent ? '' : proposed;
    return cleanLines(value);
  }

  /** All values of a repeated field; what the form proposes as long as it was not sent. */
  all(name: string, proposed: readonly string[] = []): string[] {
    const value = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
    const values = [value ?? []].flat().filter((one): one is string => typeof one === 'string');
    return values.length === 0 && !this.sent ? [...proposed] : values;
  }

  has(name: string, value: string, proposed = false): boolean {
    return this.all(name, proposed ? [value] : []).includes(value);
  }

  /** Everything that was typed, by name of its field. */
  texts(): [name: string, text: string][] {
    return Object.keys(this.#fields).flatMap((name) => {
      const text = this.all(name).join(', ').trim();
      return text === '' ? [] : [[name, text] as [string, string]];
    });
  }

  filesOf(name: string): readonly StoredFile[] {
    return this.files.get(name) ?? [];
  }
}
