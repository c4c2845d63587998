import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { localDate, parseDate } from '../../core/dates.ts';
import { ROLE_LABELS } from '../../core/permission/index.ts';
import { fold } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { PositionRole } from '../../platform/database/schema.ts';
import type { Platform } from '../../platform/index.ts';
import { hashPassword } from '../accounts/index.ts';
import { loadDirectory, type Directory, type Unit } from '../agencies/index.ts';
import { audit } from '../audit/index.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { CSV_COLUMNS, readCsv, type CsvColumn, type CsvFault, type CsvRecord } from './csv.ts';
import { insertOfficer, stateOf, writeOfficer, type PositionEdit } from './edit.ts';
import { idsByUsername, officerFile } from './officers.ts';
import { factFaults, overlap, spanProblem } from './rules.ts';

/** What the file does to one officer. */
export interface ImportRow {
  /** First row of the file that names the officer. */
  row: number;
  username: string;
  name: string;
  email: string | null;
  phone: string | null;
  what: 'create' | 'update' | 'same';
  /** Positions in words. */
  positions: string[];
}

export interface ImportPreview {
  rows: ImportRow[];
  faults: CsvFault[];
}

interface Person {
  row: number;
  username: string;
  name: string;
  email: string | null;
  phone: string | null;
  positions: (PositionEdit & { row: number; words: string; dated: boolean })[];
}

interface Plan {
  person: Person;
  officerId: number | null;
  what: ImportRow['what'];
  positions: PositionEdit[];
}

/** Says what a file would do, and every fault with row and column. Writes nothing. */
export async function previewImport(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  content: Uint8Array,
): Promise<ImportPreview> {
  const { plans, faults } = await planImport(db, content, localDate(clock.now()));
  return {
    faults,
    rows: plans.map(({ person, what }) => ({
      row: person.row,
      username: person.username,
      name: person.name,
      email: person.email,
      phone: person.phone,
      what,
      positions: person.positions.map((position) => position.words),
    })),
  };
}

/**
 * Enters all officers of a file, or none. Who is there already is brought up to date; the same file a second time changes
 * nothing. New officers with an e-mail address are sent a link to set a password.
 *
 * @throws InvalidConfiguration with every fault
 */
export async function importOfficers(
  platform: Pick<Platform, 'db' | 'clock' | 'jobs' | 'config'>,
  content: Uint8Array,
  by: Editor,
): Promise<{ created: number; updated: number; same: number; invited: number }> {
  const at = platform.clock.now();
  // Nobody knows it: only the link opens the account.
  const passwordHash = await hashPassword(randomBytes(24).toString('base64url'));
  return platform.db.transaction().execute(async (tx) => {
    const { plans, faults } = await planImport(tx, content, localDate(at));
    if (faults.length > 0) {
      throw new InvalidConfiguration(
        faults.map(({ row, column, message }) => ({
          place: '',
          message: `${row === null ? '' : `Dòng ${row}${column ? `, cột ${column}` : ''}: `}${message}`,
        })),
      );
    }
    const count = { created: 0, updated: 0, same: 0, invited: 0 };
    for (const { person, officerId, what, positions } of plans) {
      const { username, name, email, phone } = person;
      if (officerId === null) {
        await insertOfficer(tx, platform, {
          username,
          name,
          email,
          phone,
          positions,
          passwordHash,
          invite: email !== null,
          by,
          at,
        });
        count.created += 1;
        if (email) count.invited += 1;
      } else if (what === 'update') {
        await writeOfficer(
          tx,
          officerId,
          { name, email, phone, positions },
          { by, at, action: 'officer.import' },
        );
        count.updated += 1;
      } else count.same += 1;
    }
    await audit(tx, {
      accountId: by.accountId,
      ip: by.ip,
      action: 'officer.import-file',
      object: 'officer',
      detail: { ...count },
      at,
    });
    return count;
  });
}

async function planImport(
  db: Db | Tx,
  content: Uint8Array,
  today: string,
): Promise<{ plans: Plan[]; faults: CsvFault[] }> {
  const { records, faults } = readCsv(content);
  if (records.length === 0) return { plans: [], faults };
  const directory = await loadDirectory(db);
  const fault = (row: number, column: CsvColumn, message: string): void =>
    void faults.push({ row, column: CSV_COLUMNS[column], message });
  const people = collect(records, directory, today, fault);
  const plans = await compare(db, people, fault);
  faults.sort((one, other) => (one.row ?? 0) - (other.row ?? 0));
  return { plans, faults };
}

type Fault = (row: number, column: CsvColumn, message: string) => void;

const FIELD_OF: Record<string, CsvColumn> = {
  'ho-ten': 'name',
  'ten-dang-nhap': 'username',
  'thu-dien-tu': 'email',
  'dien-thoai': 'phone',
};

/** Officers of the file: several rows with one user name are several positions of one person. */
function collect(records: CsvRecord[], directory: Directory, today: string, fault: Fault): Person[] {
  const people = new Map<string, Person>();
  const owners = { email: new Map<string, string>(), phone: new Map<string, string>() };
  for (const { row, cells } of records) {
    const username = cells.username.toLowerCase();
    const facts = {
      name: cells.name,
      username,
      email: cells.email || null,
      phone: cells.phone.replace(/[\s.-]/g, '') || null,
    };
    for (const { place, message } of factFaults(facts)) fault(row, FIELD_OF[place] ?? 'name', message);
    const position = positionOf(row, cells, directory, today, fault);
    const known = people.get(username);
    if (!known) {
      people.set(username, { row, ...facts, positions: position ? [position] : [] });
    } else {
      for (const column of ['name', 'email', 'phone'] as const) {
        if (facts[column] !== known[column]) {
          fault(
            row,
            column,
            `Khác với dòng ${known.row} của cùng tên đăng nhập “${username}”. Ghi giống nhau ở mọi dòng.`,
          );
        }
      }
      const twin =
        position &&
        known.positions.find(
          (one) =>
            one.unitId === position.unitId &&
            one.role === position.role &&
            overlap(
              { from: one.validFrom, to: one.validTo },
              { from: position.validFrom, to: position.validTo },
            ),
        );
      if (twin)
        fault(row, 'role', `Trùng với dòng ${twin.row}: cùng đơn vị, vai trò và thời gian. Bỏ một dòng.`);
      else if (position) known.positions.push(position);
    }
    for (const column of ['email', 'phone'] as const) {
      const value = facts[column]?.toLowerCase();
      if (!value) continue;
      const owner = owners[column].get(value);
      if (owner !== undefined && owner !== username) {
        fault(
          row,
          column,
          `Đã ghi cho “${owner}” ở dòng khác trong tệp. Mỗi người một ${column === 'email' ? 'địa chỉ thư' : 'số điện thoại'}.`,
        );
      } else owners[column].set(value, username);
    }
  }
  return [...people.values()];
}

function positionOf(
  row: number,
  cells: Record<CsvColumn, string>,
  directory: Directory,
  today: string,
  fault: Fault,
): Person['positions'][number] | null {
  const agency =
    cells.agency === ''
      ? undefined
      : directory.agencies.find(
          (one) =>
            one.slug === cells.agency.toLowerCase() ||
            one.codeNew.toLowerCase() === cells.agency.toLowerCase() ||
            fold(one.name) === fold(cells.agency) ||
            fold(one.shortName) === fold(cells.agency),
        );
  if (!agency) {
    fault(
      row,
      'agency',
      cells.agency === ''
        ? 'Ghi mã hoặc tên cơ quan.'
        : `Không có cơ quan “${cells.agency}”. Ghi đúng mã hoặc tên như ở trang Cơ quan.`,
    );
  }
  const unit = agency?.units.find(
    (one: Unit) => one.code === cells.unit.toLowerCase() || fold(one.name) === fold(cells.unit),
  );
  if (agency && !unit) {
    fault(
      row,
      'unit',
      `${agency.name} không có đơn vị “${cells.unit}”. Các đơn vị: ${agency.units.map((one) => one.name).join('; ')}.`,
    );
  }
  const role = (Object.entries(ROLE_LABELS) as [PositionRole, string][]).find(
    ([code, label]) => code === cells.role || fold(label) === fold(cells.role),
  )?.[0];
  if (!role || (role as string) === 'applicant') {
    const labels = Object.entries(ROLE_LABELS).flatMap(([code, label]) =>
      code === 'applicant' ? [] : [label],
    );
    fault(row, 'role', `Ghi một trong các vai trò: ${labels.join('; ')}.`);
  }
  if (cells.title === '') fault(row, 'title', 'Ghi chức danh, ví dụ “Chuyên viên”.');
  const from = cells.from === '' ? today : parseDate(cells.from);
  const to = cells.to === '' ? null : parseDate(cells.to);
  const span = spanProblem({ from: from ?? '', to: cells.to !== '' && to === null ? '' : to });
  if (span) {
    const atEnd = span.includes('kết thúc');
    fault(row, atEnd ? 'to' : 'from', span);
  }
  if (!agency || !unit || !role || (role as string) === 'applicant' || cells.title === '' || span)
    return null;
  return {
    row,
    id: null,
    unitId: unit.id,
    role,
    title: cells.title,
    validFrom: from!,
    validTo: to,
    dated: cells.from !== '',
    words: `${cells.title}, ${unit.name}, ${agency.shortName}`,
  };
}

/** What is there already against what the file says. */
async function compare(db: Db | Tx, people: Person[], fault: Fault): Promise<Plan[]> {
  const names = people.map((person) => person.username);
  const officers = await idsByUsername(db, names);
  const taken = await db
    .selectFrom('account')
    .select(['username', 'kind', 'email', 'phone'])
    .where((eb) =>
      eb.or([
        eb(sql<string>`lower(username)`, '=', eb.fn.any(eb.val(names))),
        eb(
          sql<string>`lower(email)`,
          '=',
          eb.fn.any(eb.val(people.map((one) => (one.email ?? '').toLowerCase()))),
        ),
        eb('phone', '=', eb.fn.any(eb.val(people.map((one) => one.phone ?? '')))),
      ]),
    )
    .execute();
  const plans: Plan[] = [];
  for (const person of people) {
    for (const account of taken) {
      const same = account.username.toLowerCase() === person.username;
      if (same && account.kind !== 'officer') {
        fault(
          person.row,
          'username',
          'Tên đăng nhập này là của tài khoản công dân hoặc tổ chức. Đặt tên khác.',
        );
      }
      if (same) continue;
      if (person.email && account.email?.toLowerCase() === person.email.toLowerCase()) {
        fault(
          person.row,
          'email',
          'Địa chỉ thư này đang dùng cho tài khoản khác. Ghi địa chỉ khác hoặc để trống.',
        );
      }
      if (person.phone && account.phone === person.phone) {
        fault(
          person.row,
          'phone',
          'Số điện thoại này đang dùng cho tài khoản khác. Ghi số khác hoặc để trống.',
        );
      }
    }
    const officerId = officers.get(person.username) ?? null;
    const file = officerId === null ? null : await officerFile(db, officerId);
    if (file && fold(file.name) !== fold(person.name)) {
      fault(
        person.row,
        'username',
        `Tên đăng nhập này đang là của ${file.name}. Ghi đúng họ tên người đó, hoặc đặt tên đăng nhập khác.`,
      );
    }
    const positions = merged(file ? stateOf(file).positions : [], person);
    const after = { name: person.name, email: person.email, phone: person.phone, positions };
    const unchanged =
      file && JSON.stringify({ ...stateOf(file), ...after }) === JSON.stringify(stateOf(file));
    plans.push({ person, officerId, positions, what: file ? (unchanged ? 'same' : 'update') : 'create' });
  }
  return plans;
}

/** Positions that the file names are brought up to date, others stay. */
function merged(held: readonly PositionEdit[], person: Person): PositionEdit[] {
  const positions = held.map((one) => ({ ...one }));
  for (const { row: _row, words: _words, dated, ...position } of person.positions) {
    const same = positions.find(
      (one) =>
        one.unitId === position.unitId &&
        one.role === position.role &&
        overlap({ from: one.validFrom, to: one.validTo }, { from: position.validFrom, to: position.validTo }),
    );
    if (!same) positions.push(position);
    else {
      same.title = position.title;
      same.validTo = position.validTo;
      // A day that the file leaves open is not today's again at the second import.
      if (dated) same.validFrom = position.validFrom;
    }
  }
  return positions;
}
