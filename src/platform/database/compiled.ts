import type { CompiledQuery } from 'kysely';
import type { Db, Tx } from './index.ts';

/**
 * A statement that is built and compiled at its first use and only given other values afterwards: for what pages ask
 * all the time, since building costs as much as asking.
 *
 * @param build makes the query; it must pass its arguments on as values and look at none of them
 */
export function compiledOnce<Args extends readonly unknown[], Row>(
  build: (db: Db, ...args: Args) => { compile(): CompiledQuery<Row> },
): (db: Db | Tx, ...args: Args) => Promise<Row[]> {
  let kept: { query: CompiledQuery<Row>; places: number[] } | null = null;

  function compile(db: Db, count: number): NonNullable<typeof kept> {
    const marks = Array.from({ length: count }, () => ({}));
    const query = build(db, ...(marks as unknown as Args)).compile();
    return { query, places: query.parameters.map((value) => marks.indexOf(value as object)) };
  }

  return async (db, ...args) => {
    const { query, places } = (kept ??= compile(db as Db, args.length));
    const parameters = query.parameters.map((value, at) => (places[at]! < 0 ? value : args[places[at]!]));
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}

type Revived<Row, Key extends keyof Row> = Omit<Row, Key> & {
  [K in Key]: null extends Row[K] ? Date | null : Date;
};

/** Rows that came as JSON, with the moments among their columns read. */
export function withDates<Row extends object, Key extends keyof Row>(
  rows: readonly Row[],
  ...keys: Key[]
): Revived<Row, Key>[] {
  return rows.map((row) => {
    const revived = { ...row } as Record<PropertyKey, unknown>;
    for (const key of keys) if (row[key] !== null) revived[key] = new Date(row[key] as string);
    return revived as Revived<Row, Key>;
  });
}
