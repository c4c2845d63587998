import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficerActor } from '../../../core/permission/index.ts';
import { fold } from '../../../core/text.ts';
import { testPlatform, type TestPlatform } from '../../../platform/testing.ts';
import { loadDirectory, type Directory } from '../../agencies/index.ts';
import { findDossiers } from '../index.ts';
import { applicant, filed, officer } from '../testing.ts';

const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Đặng', 'Hồ', 'Ngô'];
const MIDDLE = ['Thị', 'Văn', 'Đức', 'Phường', 'Mỹ'];
const GIVEN = ['An', 'Ánh', 'Hùng', 'Hương', 'Đạt', 'Yến', 'Yên Hà'];
/** More than are looked through one by one, so that both ways of finding are needed. */
const MANY = 2400;

interface Plain {
  id: number;
  code: string | null;
  registrationNo: string;
  agencyId: number;
  receptionAgencyId: number;
  filedAgencyId: number | null;
  submittedAt: Date;
  searchText: string;
}

let platform: TestPlatform;
let directory: Directory;
let counter: OfficerActor;
let agencies: number[];
let rows: Plain[];

beforeAll(async () => {
  platform = await testPlatform({ seeded: true });
  directory = await loadDirectory(platform.db);
  counter = await officer(platform, 'tranthingan');
  agencies = ['phuong-yen-ha', 'trung-tam-hcc', 'so-xay-dung', 'so-tu-phap'].map(
    (slug) => directory.agencyBySlug(slug)!.id,
  );
  await fillWithRandom();
  rows = await platform.db
    .selectFrom('dossier')
    .select([
      'id',
      'code',
      'registration_no as registrationNo',
      'agency_id as agencyId',
      'reception_agency_id as receptionAgencyId',
      'filed_agency_id as filedAgencyId',
      'submitted_at as submittedAt',
      'search_text as searchText',
    ])
    .execute();
}, 60_000);
afterAll(() => platform.close());

/** Copies of one dossier under random names and numbers, at agencies of which the first has most of them. */
async function fillWithRandom(): Promise<void> {
  const { dossierId } = await filed(platform, await applicant(platform, 'nguyenthuhuong'));
  const name = fc
    .tuple(fc.constantFrom(...SURNAMES), fc.constantFrom(...MIDDLE), fc.constantFrom(...GIVEN))
    .map((parts) => parts.join(' '));
  const place = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
  const random = fc.sample(
    fc.record({ name, place, at: fc.nat(300), identity: fc.nat(99_999), phone: fc.nat(9999) }),
    { numRuns: MANY, seed: 16 },
  );
  const [commune, centre, construction, justice] = agencies as [number, number, number, number];
  // Of the departments the centre receives; one department receives itself.
  const places = [
    [commune, commune],
    [construction, centre],
    [justice, centre],
    [justice, justice],
  ] as const;
  await sql`
    insert into dossier (code, registration_no, procedure_code, procedure_version_id, form_version_id, flow_version_id,
      case_code, source, agency_id, reception_agency_id, applicant, owner, search_text, content, status, status_at,
      submitted_at, flow_state, updated_at)
    select case when n % 3 > 0 then 'H99.77-261123-' || lpad(n::text, 4, '0') end, 'DK-261123-7' || lpad(n::text, 5, '0'),
      procedure_code, procedure_version_id, form_version_id, flow_version_id, case_code, source, x.agency, x.reception,
      applicant, owner, x.words, content, status, status_at, submitted_at - make_interval(hours => x.at), flow_state,
      updated_at
    from dossier, unnest(${random.map((one) => places[one.place]![0])}::bigint[],
      ${random.map((one) => places[one.place]![1])}::bigint[], ${random.map((one) => one.at)}::int[],
      ${random.map(wordsOf)}::text[]) with ordinality as x (agency, reception, at, words, n)
    where id = ${dossierId}`.execute(platform.db);
  // What a merger does, and what never should be: rows that change their agency, that are named anew, that go.
  await sql`update dossier set filed_agency_id = agency_id, agency_id = ${justice} where id % 17 = 0`.execute(
    platform.db,
  );
  await sql`update dossier set search_text = 'le thi rat hiem 09999' where registration_no like 'DK-261123-7%777'`.execute(
    platform.db,
  );
  await sql`delete from dossier where registration_no like 'DK-261123-7%13'`.execute(platform.db);
}

const wordsOf = (one: { name: string; identity: number; phone: number }): string =>
  `${fold(one.name)} 0991900${String(one.identity).padStart(5, '0')} 090000${String(one.phone).padStart(4, '0')}`;

/** An officer with a position in each of these agencies. */
const officerOf = (places: number[]): OfficerActor => ({
  ...counter,
  positions: places.map((agencyId) => ({ ...counter.positions[0]!, agencyId })),
});

/** What the search should find, by looking at every dossier. */
function plainly(actor: OfficerActor, typed: string, limit: number): number[] {
  const own = actor.positions.map((position) => position.agencyId);
  const seen = rows.filter((row) => own.includes(row.agencyId) || own.includes(row.receptionAgencyId));
  const code = typed.trim().toUpperCase();
  const exact = seen.filter((row) => row.code === code || row.registrationNo === code);
  if (exact.length > 0) return exact.map((row) => row.id);
  const named: (number | null)[] = directory.named(typed).map((agency) => agency.id);
  return seen
    .filter(
      (row) =>
        row.searchText.includes(fold(typed)) ||
        named.includes(row.agencyId) ||
        (row.filedAgencyId !== null && named.includes(row.filedAgencyId)),
    )
    .sort((a, b) => b.submittedAt.getTime() - a.submittedAt.getTime() || b.id - a.id)
    .slice(0, limit)
    .map((row) => row.id);
}

/** Something of a dossier as an officer might type it: a part of a name or number, a code, an agency. */
function typedText(): fc.Arbitrary<string> {
  const part = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 14 })).map(([at, from, length]) => {
    const text = rows[at % rows.length]!.searchText;
    return text.slice(from % text.length, (from % text.length) + length).trim();
  });
  const name = fc
    .tuple(fc.constantFrom(...SURNAMES), fc.constantFrom(...MIDDLE), fc.constantFrom(...GIVEN))
    .chain((parts) =>
      fc.constantFrom(parts.join(' '), fold(parts.join(' ')), parts.slice(1).join(' '), parts[2]),
    );
  const code = fc.nat().map((at) => {
    const row = rows[at % rows.length]!;
    return (row.code ?? row.registrationNo).toLowerCase();
  });
  const agency = fc.constantFrom('phường yên hà', 'so xay dung', 'H99.15', 'trung tâm', 'phuong');
  const odd = fc.constantFrom('%', '_', '\\', "'", 'a%n', 'rất hiếm', 'zzz', 'zz', '0', '-1');
  return fc
    .oneof({ arbitrary: part, weight: 5 }, { arbitrary: name, weight: 3 }, code, agency, odd)
    .filter((typed) => typed !== '');
}

const idsFor = async (actor: OfficerActor, typed: string, limit = 20) =>
  (await findDossiers(platform.db, actor, typed, { limit })).map((row) => row.id);

describe('the search of the office', () => {
  it('[II.23.1~] finds what looking at every dossier would find, newest first, and nothing of other agencies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(agencies, { minLength: 1 }),
        typedText(),
        fc.constantFrom(1, 20, 51, 2000),
        async (places, typed, limit) => {
          const actor = officerOf(places);
          expect(await idsFor(actor, typed, limit)).toEqual(plainly(actor, typed, limit));
        },
      ),
      { numRuns: 250 },
    );
  }, 60_000);

  it('pages without losing or repeating a row', async () => {
    const actor = officerOf(agencies);
    for (const typed of ['an', 'Nguyễn Thị Yến', 'phường yên hà', '0991900']) {
      const all = plainly(actor, typed, rows.length);
      const found: number[] = [];
      for (let after; ;) {
        const page = await findDossiers(platform.db, actor, typed, { limit: 97, after });
        found.push(...page.map((row) => row.id));
        if (page.length < 97) break;
        after = page.at(-1)!;
      }
      expect(all.length, typed).toBeGreaterThan(10);
      expect(found, typed).toEqual(all);
    }
  });

  it('asks one statement for a text and for a code', async () => {
    const actor = officerOf(agencies);
    for (const typed of ['Hùng', 'phường yên hà', rows.find((row) => row.code !== null)!.code!]) {
      platform.queries.reset();
      expect((await findDossiers(platform.db, actor, typed, { limit: 20 })).length).toBeGreaterThan(0);
      expect(platform.queries.count(), typed).toBe(1);
    }
  });

  it('reads numbers typed in groups or with the code of the country', async () => {
    const actor = officerOf(agencies);
    const { id, searchText } = rows.find((row) => /0991900\d{5}/.test(row.searchText))!;
    const [identity, phone] = searchText.split(' ').slice(-2) as [string, string];
    const grouped = (text: string): string => text.replace(/(\d{4})(?=\d)/g, '$1 ');
    expect(await idsFor(actor, grouped(identity), 2000)).toContain(id);
    expect(await idsFor(actor, `+84 ${phone.slice(1, 4)}.${phone.slice(4)}`, 2000)).toContain(id);
  });

  it('finds nothing for somebody without a position', async () => {
    expect(await idsFor(officerOf([]), 'an')).toEqual([]);
  });
});
