import type { CompiledQuery } from 'kysely';
import { readersFor, type Db, type Tx } from './index.ts';

/** Something that compiles to a statement: a query, or `sql` bound to a database. */
interface Compilable<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * A short reading statement that is built and compiled at its first use and only given other values afterwards: for what
 * pages ask all the time, since building costs as much as asking. Outside transactions it goes the way of `Readers`.
 *
 * @param build makes the query; it must pass its arguments on as values and look at none of them
 */
export function compiledOnce<Args extends readonly unknown[], Row>(
  build: (db: Db, ...args: Args) => Compilable<Row>,
): (db: Db | Tx, ...args: Args) => Promise<Row[]> {
  const run = compiledBy<null, Args, Row>((db, _shape, args) => build(db, ...args));
  return (db, ...args) => run(db, '', null, args);
}

/** Statements of one place kept at most. */
const MOST = 500;

/**
 * The same for a query that comes in several shapes, such as with and without a filter.
 *
 * @param build makes the query of a shape; it must pass `args` on as values and look at none of them
 * @returns takes a name that tells the shapes apart, the shape and the values
 */
export function compiledBy<Shape, Args extends readonly unknown[], Row>(
  build: (db: Db, shape: Shape, args: Args) => Compilable<Row>,
): (db: Db | Tx, name: string, shape: Shape, args: Args) => Promise<Row[]> {
  const kept = new Map<string, { query: CompiledQuery<Row>; places: number[] }>();

  function compile(db: Db, shape: Shape, count: number): { query: CompiledQuery<Row>; places: number[] } {
    const marks = Array.from({ length: count }, () => ({}));
    const query = build(db, shape, marks as unknown as Args).compile();
    return { query, places: query.parameters.map((value) => marks.indexOf(value as object)) };
  }

  return async (db, name, shape, args) => {
    let found = kept.get(name);
    if (!found) {
      found = compile(db as Db, shape, args.length);
      if (kept.size < MOST) kept.set(name, found);
    }
    const { query, places } = found;
    const parameters = query.parameters.map((value, at) => (places[at]! < 0 ? value : args[places[at]!]));
    const readers = readersFor(db);
    if (readers) return readers.ask<Row>(query.sql, parameters);
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}

/** Names of a row's moments. */
export type MomentsOf<Row> = { [K in keyof Row]: Date extends Row[K] ? K : never }[keyof Row];

/** A row as it comes in JSON: its moments as text. */
export type Written<Row> = {
  [K in keyof Row]: Date extends Row[K] ? Exclude<Row[K], Date> | string : Row[K];
};

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
