import pg from 'pg';

declare module 'pg' {
  interface Query {
    /** Sends the statement. */
    prepare(connection: object): void;
  }
}

type Parse = (text: string) => unknown;

interface Types {
  getTypeParser(id: number, format: 'text'): Parse;
}

/** What is known of a statement's columns. */
interface Columns {
  types: Types;
  fields: readonly pg.FieldDef[];
  parsers: Parse[];
  /** A row of nothing, whose copies all have one shape. */
  empty: Record<string, unknown>;
}

/** By text of the statement. */
const known = new Map<string, Columns>();
const MOST_KNOWN = 2_000;

/**
 * By connection and name: the columns that the server has described there. It keeps to them as long as the connection lives,
 * or refuses the statement.
 */
const describedTo = new WeakMap<object, Map<string, Columns>>();

/** Connections that ask for no description. */
const quiet = new WeakMap<object, object>();

function quietly(connection: object): object {
  let found = quiet.get(connection);
  if (!found) {
    found = Object.create(connection, { describe: { value: () => {} } }) as object;
    quiet.set(connection, found);
  }
  return found;
}

/** What pg keeps in a query while it is answered. */
interface Innards {
  name: string | undefined;
  hasBeenParsed(connection: object): boolean;
  values: unknown[];
  callback: (error: Error | null, result: pg.QueryResult) => void;
  _result: pg.QueryResult & { _types?: Types };
  _canceledDueToError: unknown;
}

/**
 * A prepared statement that asks for the columns of its answer and looks at them once and not at each answer anew: for a
 * dozen columns that costs pg more than reading the rows. Its answer is the same as from pg's own query.
 */
export class PreparedQuery extends pg.Query {
  readonly #text: string;
  #columns: Columns | null = null;
  #connection: object | null = null;

  constructor(
    name: string | undefined,
    text: string,
    values: unknown[],
    callback: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super(text);
    this.#text = text;
    Object.assign(this.#innards, { name, values, callback });
  }

  get #innards(): Innards {
    return this as unknown as Innards;
  }

  override prepare(connection: object): void {
    this.#connection = connection;
    const { name = '' } = this.#innards;
    const columns = describedTo.get(connection)?.get(name);
    if (!columns || !this.#innards.hasBeenParsed(connection)) return super.prepare(connection);
    this.#columns = columns;
    this.#innards._result.fields = [...columns.fields];
    super.prepare(quietly(connection));
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    const { _result: result } = this.#innards;
    const types = result._types ?? pg.types;
    let columns = known.get(this.#text);
    if (!columns || columns.types !== types || !isSame(columns.fields, fields)) {
      columns = {
        types,
        fields,
        parsers: fields.map((field) => types.getTypeParser(field.dataTypeID, 'text') as Parse),
        empty: Object.fromEntries(fields.map((field) => [field.name, null])),
      };
      if (known.size < MOST_KNOWN) known.set(this.#text, columns);
    }
    result.fields = fields;
    this.#columns = columns;
    const { name } = this.#innards;
    if (!name || !this.#connection) return;
    const own = describedTo.get(this.#connection) ?? new Map<string, Columns>();
    describedTo.set(this.#connection, own.set(name, columns));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const innards = this.#innards;
    if (innards._canceledDueToError) return;
    const { fields: described, parsers, empty } = this.#columns!;
    const row = { ...empty };
    try {
      for (let at = 0; at < fields.length; at++) {
        const text = fields[at]!;
        if (text !== null) row[described[at]!.name] = parsers[at]!(text);
      }
    } catch (error) {
      innards._canceledDueToError = error;
      return;
    }
    innards._result.rows.push(row);
  }
}

function isSame(some: readonly pg.FieldDef[], others: readonly pg.FieldDef[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, at) => one.name === others[at]!.name && one.dataTypeID === others[at]!.dataTypeID)
  );
}
