import type { Address } from './form/types.ts';

/** A person or organisation as frozen into a dossier on the day it came in. */
export interface Party {
  kind: 'citizen' | 'organisation';
  name: string;
  /** Personal identification number (12 digits) or tax code. */
  identityNo?: string;
  /** ISO date. */
  birthDate?: string;
  gender?: string;
  phone?: string;
  email?: string;
  address?: Address;
  /** Organisations: who acts for them. */
  representative?: string;
}

/** How the applicant wants the result. */
export interface Delivery {
  method: 'online' | 'counter' | 'post';
  /** For post. */
  name?: string;
  phone?: string;
  address?: Address;
}

/** Who collected the result (II.10.5). */
export interface Collected {
  method: 'online' | 'counter' | 'post';
  name: string;
  identityNo?: string;
  /** self: the applicant or owner · proxy: somebody they authorised. */
  by: 'self' | 'proxy';
  /** The paper by which the proxy is authorised. */
  proxyPaper?: string;
  note?: string;
}

/** One thing to add, named by component where it is one. */
export interface SupplementItem {
  component: string;
  name: string;
  what: string;
}

export type Source = 'counter' | 'online' | 'post';
