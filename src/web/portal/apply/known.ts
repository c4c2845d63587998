import type { FastifyRequest } from 'fastify';
import type { Known } from '../../../core/form/index.ts';
import type { Viewer } from '../../../modules/accounts/index.ts';
import { getPerson, type Person } from '../../../modules/people/index.ts';
import type { Db } from '../../../platform/index.ts';
import { viewerOf } from '../../http/index.ts';

const SOURCE = 'Tài khoản của bạn';

/** What the account knows of its person or organisation, to be offered for choosing (III.1.1). */
async function knownOf(db: Db, viewer: Viewer): Promise<Known> {
  const { personId, email, phone } = viewer.account;
  const person = personId === null ? null : await getPerson(db, personId);
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
export function knownFor(db: Db, request: FastifyRequest): Promise<Known> {
  const known = asked.get(request) ?? knownOf(db, viewerOf(request));
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
