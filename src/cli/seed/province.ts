import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { compile } from '../../core/flow/index.ts';
import type { CalendarDay } from '../../core/calendar/index.ts';
import { localDate } from '../../core/dates.ts';
import type { Address, FormDefinition } from '../../core/form/types.ts';
import type { ProcedureDefinition } from '../../core/procedure.ts';
import {
  accountIds,
  createCitizen,
  createOfficer,
  createOrganisation,
  hashPassword,
} from '../../modules/accounts/index.ts';
import {
  loadDirectory,
  putAdminUnits,
  putAgencies,
  putCalendarDays,
  putOfficer,
  type AgencyInput,
  type ProvinceInput,
} from '../../modules/agencies/index.ts';
import { putCatalogue, type CatalogueItem } from '../../modules/catalogues/index.ts';
import { putContent, type Content } from '../../modules/content/index.ts';
import { publishFlow } from '../../modules/flows/index.ts';
import { publishForm } from '../../modules/forms/index.ts';
import { publishProcedure, putField, SYNONYMS } from '../../modules/procedures/index.ts';
import type { PositionRole, WeeklyHours } from '../../platform/database/schema.ts';
import type { Db, Tx } from '../../platform/index.ts';

interface Source {
  /** Folder of the seed files. */
  folder: string;
  now: Date;
}

/**
 * Fills the database with a province: agencies, calendar, administrative units, lists, fields, forms, flows, procedures,
 * guides and accounts. What is there already is brought up to date, so it may run again.
 *
 * @throws Error naming the file that cannot be used
 */
export async function loadProvince(db: Db, source: Source): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await loadAgencies(tx, source);
    await loadLists(tx, source);
    await loadForms(tx, source);
    await loadFlows(tx, source);
    await loadProcedures(tx, source);
    await loadContentFiles(tx, source);
    await loadAccounts(tx, source);
  });
}

/** Reads one JSON file of a folder. */
export async function readSeed<T>(folder: string, name: string): Promise<T> {
  const file = path.join(folder, name);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

type ClockHours = Record<string, [string, string][]>;

async function loadAgencies(tx: Tx, { folder }: Source): Promise<void> {
  const agencies = await readSeed<(Omit<AgencyInput, 'hours'> & { hours: ClockHours })[]>(
    folder,
    'agencies.json',
  );
  await putAgencies(
    tx,
    agencies.map((agency) => ({ ...agency, hours: inMinutes(agency.hours) })),
  );
  const { days } = await readSeed<{ days: { date: string; kind: CalendarDay['kind']; name: string }[] }>(
    folder,
    'calendar.json',
  );
  await putCalendarDays(
    tx,
    null,
    days.map(({ date, kind, name }) => ({ date, kind, name })),
  );
  await putAdminUnits(tx, await readSeed<ProvinceInput[]>(folder, 'admin-units-2026.json'));
}

function inMinutes(hours: ClockHours): WeeklyHours {
  const minutes = (time: string): number => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  };
  return Object.fromEntries(
    Object.entries(hours).map(([day, spans]) => [
      day,
      spans.map(([from, to]): [number, number] => [minutes(from), minutes(to)]),
    ]),
  );
}

async function loadLists(tx: Tx, { folder, now }: Source): Promise<void> {
  const on = localDate(now);
  const lists = await readSeed<Record<string, CatalogueItem[]>>(folder, 'catalogues.json');
  for (const [catalogue, items] of Object.entries(lists)) await putCatalogue(tx, catalogue, items, { on });
  const synonyms = await readSeed<{ say: string[]; find: string }[]>(folder, 'synonyms.json');
  const words = synonyms.flatMap(({ say, find }) => say.map((code) => ({ code, name: find })));
  await putCatalogue(tx, SYNONYMS, words, { on });
  for (const field of await readSeed<{ code: string; name: string }[]>(folder, 'fields.json')) {
    await putField(tx, field);
  }
}

async function loadForms(tx: Tx, { folder, now }: Source): Promise<void> {
  for (const file of await filesIn(folder, 'forms', '.json')) {
    await publishForm(tx, await readSeed<FormDefinition>(folder, `forms/${file}`), { now });
  }
}

async function loadFlows(tx: Tx, { folder, now }: Source): Promise<void> {
  for (const file of await filesIn(folder, 'flows', '.bpmn')) {
    const bpmn = await readFile(path.join(folder, 'flows', file), 'utf8');
    const { flow, messages } = await compile(bpmn);
    if (!flow) {
      const errors = messages.filter((message) => message.severity === 'error');
      throw new Error(`flows/${file}: ${errors.map((message) => message.message).join(' ')}`);
    }
    const code = path.basename(file, '.bpmn');
    await publishFlow(tx, { code, name: flow.name, bpmn, compiled: flow }, { now });
  }
}

async function loadProcedures(tx: Tx, { folder, now }: Source): Promise<void> {
  for (const file of await filesIn(folder, 'procedures', '.json')) {
    const definition = await readSeed<ProcedureDefinition>(folder, `procedures/${file}`);
    await publishProcedure(tx, definition, { by: null, now });
  }
}

async function loadContentFiles(tx: Tx, { folder }: Source): Promise<void> {
  await putContent(tx, {
    faq: await readSeed<Content['faq']>(folder, 'faq.json'),
    guides: await readSeed<Content['guides']>(folder, 'guides.json'),
    lifeEvents: await readSeed<Content['lifeEvents']>(folder, 'life-events.json'),
  });
}

const filesIn = async (folder: string, sub: string, ending: string): Promise<string[]> =>
  (await readdir(path.join(folder, sub))).filter((file) => file.endsWith(ending)).sort();

interface PersonFile {
  name: string;
  personalId: string;
  birthDate: string;
  gender: string;
  phone: string;
  email: string;
  address: Address;
}

interface CitizensFile {
  citizens: (PersonFile & { username: string })[];
  organisations: {
    username: string;
    name: string;
    taxCode: string;
    phone: string;
    email: string;
    address: Address;
    representative: PersonFile;
  }[];
}

interface OfficerFile {
  username: string;
  name: string;
  email: string;
  phone: string;
  positions: { agency: string; unit: string; role: PositionRole; title: string }[];
}

async function loadAccounts(tx: Tx, { folder, now }: Source): Promise<void> {
  const officers = await readSeed<OfficerFile[]>(folder, 'officers.json');
  const { citizens, organisations } = await readSeed<CitizensFile>(folder, 'citizens.json');
  const known = await accountIds(
    tx,
    [...officers, ...citizens, ...organisations].map((one) => one.username),
  );
  const { password } = await readSeed<{ password: string }>(folder, 'demo-accounts.json');
  // All demo accounts share one password: it is hashed once, since a hash is made to be slow.
  let hash: Promise<string> | undefined;
  const account = async (one: { username: string; phone: string; email: string }) => ({
    username: one.username,
    phone: one.phone,
    email: one.email,
    emailConfirmed: true,
    passwordHash: await (hash ??= hashPassword(password)),
    now,
  });

  const directory = await loadDirectory(tx);
  for (const officer of officers) {
    const positions = officer.positions.map(({ agency, unit, role, title }) => {
      const found = directory.unit(directory.agencyBySlug(agency)?.id ?? -1, unit);
      if (!found)
        throw new Error(`officers.json: “${officer.username}” is in an unknown unit ${agency}/${unit}`);
      return { unitId: found.id, role, title };
    });
    const accountId = known.get(officer.username);
    if (accountId === undefined) {
      await createOfficer(tx, { name: officer.name, positions }, await account(officer));
    } else {
      const { name, email, phone } = officer;
      await putOfficer(tx, { accountId, name, email, phone, positions });
    }
  }
  for (const { username, personalId, birthDate, gender, address, ...citizen } of citizens) {
    if (known.has(username)) continue;
    const party = { name: citizen.name, identityNo: personalId, birthDate, gender, address };
    await createCitizen(tx, party, await account({ username, ...citizen }));
  }
  for (const { taxCode, representative, ...organisation } of organisations) {
    if (known.has(organisation.username)) continue;
    const { name, address } = organisation;
    const party = { name, identityNo: taxCode, address, representative: representative.name };
    await createOrganisation(tx, party, await account(organisation));
  }
}
