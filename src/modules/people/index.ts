import { sql, type Selectable } from 'kysely';
import type { Party } from '../../core/dossier.ts';
import { fold } from '../../core/text.ts';
import { compiledOnce } from '../../platform/database/compiled.ts';
import type { Db, Tx } from '../../platform/index.ts';
import type { PersonTable } from '../../platform/database/schema.ts';

export type Person = Selectable<PersonTable>;

/**
 * Keeps a person or organisation in the contact book (II.5.7) and returns its id. Known by identity number or tax code:
 * then what is new is added and nothing known is emptied. Without a number a new entry is made, since names are shared.
 */
export async function putPerson(tx: Db | Tx, party: Party, now: Date): Promise<number> {
  const values = {
    kind: party.kind,
    name: party.name,
    folded: fold(party.name),
    identity_no: party.identityNo || null,
    birth_date: party.birthDate || null,
    gender: party.gender || null,
    phone: party.phone || null,
    email: party.email || null,
    address: party.address ? JSON.stringify(party.address) : null,
    representative: party.representative || null,
    updated_at: now,
  };
  const insert = tx.insertInto('person').values(values);
  const { id } = await insert
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'identity_no'])
        .where('identity_no', 'is not', null)
        .doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          folded: eb.ref('excluded.folded'),
          birth_date: eb.fn.coalesce('excluded.birth_date', 'person.birth_date'),
          gender: eb.fn.coalesce('excluded.gender', 'person.gender'),
          phone: eb.fn.coalesce('excluded.phone', 'person.phone'),
          email: eb.fn.coalesce('excluded.email', 'person.email'),
          address: sql`coalesce(excluded.address, person.address)`,
          representative: eb.fn.coalesce('excluded.representative', 'person.representative'),
          updated_at: eb.ref('excluded.updated_at'),
        })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** One person by id, or null. */
export async function getPerson(db: Db | Tx, id: number): Promise<Person | null> {
  return (await byId(db, id))[0] ?? null;
}

const byId = compiledOnce((db, id: number) => db.selectFrom('person').selectAll().where('id', '=', id));

/** The person as frozen into a dossier. */
export function partyOf(person: Person): Party {
  return {
    kind: person.kind,
    name: person.name,
    identityNo: person.identity_no ?? undefined,
    birthDate: person.birth_date ?? undefined,
    gender: person.gender ?? undefined,
    phone: person.phone ?? undefined,
    email: person.email ?? undefined,
    address: person.address ?? undefined,
    representative: person.representative ?? undefined,
  };
}

/** Writes what an account holder changed about themselves. */
export async function updatePerson(tx: Db | Tx, id: number, party: Party, now: Date): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      name: party.name,
      folded: fold(party.name),
      identity_no: party.identityNo || null,
      birth_date: party.birthDate || null,
      gender: party.gender || null,
      phone: party.phone || null,
      email: party.email || null,
      address: party.address ? JSON.stringify(party.address) : null,
      representative: party.representative || null,
      updated_at: now,
    })
    .where('id', '=', id)
    .execute();
}

/**
 * People and organisations whose number, phone or name is like what was typed, best first.
 *
 * @param typed identity number, tax code, phone, or part of a name with or without diacritics
 */
export async function searchPeople(db: Db, typed: string, limit = 10): Promise<Person[]> {
  const digits = typed.replace(/[\s.-]/g, '');
  if (/^\d{6,14}$/.test(digits)) {
    return db
      .selectFrom('person')
      .selectAll()
      .where((eb) => eb.or([eb('identity_no', '=', digits), eb('phone', '=', digits)]))
      .orderBy('id')
      .limit(limit)
      .execute();
  }
  const folded = fold(typed);
  if (folded.length < 2) return [];
  return db
    .selectFrom('person')
    .selectAll()
    .where('folded', 'like', `%${folded.replace(/[\\%_]/g, '\\$&')}%`)
    .orderBy(sql`folded <> ${folded}`)
    .orderBy('folded')
    .limit(limit)
    .execute();
}
