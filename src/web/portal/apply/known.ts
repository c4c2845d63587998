import type { FastifyRequest } from 'fastify';
import type { Known } from '../../../core/form/index.ts';
import type { Viewer } from '../../../modules/accounts/index.ts';
import { getPerson, type Person } from '../../../modules/people/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { viewerOf } from '../../http/index.ts';

const SOURCE = 'Tài khoản của bạn';

const persons = new WeakMap<Viewer, Person | null>();

/**
 * The person or organisation whose account it is; null for none. Kept with the viewer, who is loaded anew when the
 * database tells that one of the two has changed.
 */
export async function ownPerson(
  { db, changes }: Pick<Platform, 'db' | 'changes'>,
  viewer: Viewer,
): Promise<Person | null> {
  const { personId } = viewer.account;
  if (personId === null) return null;
  const kept = changes?.listening ? persons.get(viewer) : undefined;
  if (kept !== undefined) return kept;
  const person = await getPerson(db, personId);
  persons.set(viewer, person);
  return person;
}

/** What the account knows of its person or organisation, to be offered for choosing (III.1.1). */
async function knownOf(platform: Platform, viewer: Viewer): Promise<Known> {
  const { email, phone } = viewer.account;
  const person = await ownPerson(platform, viewer);
  if (!person) return {};
  const values = person.kind === 'organisation' ? ofOrganisation(person) : ofCitizen(person);
  values['account.phone'] ??= person.phone ?? phone;
  values['account.email'] ??= person.email ?? email;
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value ? [[key, { value, source: SOURCE }]] : [])),
  );
}

const asked = new WeakMap<FastifyRequest, Promise<Known>>();

/** The same for the viewer of a request, asked for once. */
export function knownFor(platform: Platform, request: FastifyRequest): Promise<Known> {
  const known = asked.get(request) ?? knownOf(platform, viewerOf(request));
  // Whoever waits for it hears of its failure.
  known.catch(() => {});
  asked.set(request, known);
  return known;
}

function ofCitizen(person: Person): Record<string, unknown> {
  return {
    'account.name': person.name,
    'account.personalId': person.identity_no,
    'account.birthDate': person.birth_date,
    'account.gender': person.gender,
    'account.address': person.address,
  };
}

function ofOrganisation(person: Person): Record<string, unknown> {
  return {
    'account.name': person.representative,
    'account.address': person.address,
    'organisation.name': person.name,
    'organisation.taxCode': person.identity_no,
    'organisation.address': person.address,
    'organisation.phone': person.phone,
    'organisation.email': person.email,
    'organisation.representative': person.representative,
  };
}
