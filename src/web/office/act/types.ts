import type { ComponentChildren } from 'preact';
import type { Action } from '../../../core/permission/index.ts';
import type { Command } from '../../../modules/dossiers/index.ts';
import type { IconName } from '../../ui/index.ts';
import type { OpenDossier } from '../dossier/open.ts';
import type { Typed } from './typed.ts';

/** An officer as a choice, with how much lies on the desk already. */
export interface Candidate {
  id: number;
  name: string;
  title: string;
  openTasks: number;
}

export interface FieldsProps {
  view: OpenDossier;
  typed: Typed;
  /** Message by path of the field. */
  errors: ReadonlyMap<string, string>;
  /** Officers to choose from, by unit; only where the act asks for them. */
  candidates: ReadonlyMap<number, readonly Candidate[]>;
}

/** One way to finish the form; several ways are several buttons. */
export interface Way {
  label: string;
  /** Sent as `edge`: the path of the flow. */
  edge?: string;
}

/** One act on a dossier as a page of its own: what it asks for, and the command that comes of it. */
export interface ActPage {
  /** Last part of the address. */
  slug: string;
  action: Action;
  /** Words of the button in the bar and heading of the page. */
  label: string;
  icon: IconName;
  /** Ends or refuses something. */
  stop?: boolean;
  /** One sentence under the heading: what follows from the act. */
  lead?: (view: OpenDossier) => ComponentChildren;
  /** Done from the bar by one click, with these fields; null when the page must ask. */
  quick?: (view: OpenDossier) => { label: string; fields: Record<string, string> } | null;
  Fields: (props: FieldsProps) => ComponentChildren;
  /** Buttons at the foot; the label of the act when left out. */
  ways?: (view: OpenDossier) => Way[];
  command: (typed: Typed, view: OpenDossier) => Command;
  /** Names of the fields that carry files. */
  files?: (view: OpenDossier) => string[];
  /** Whose officers may be chosen: ids of units. */
  unitsToChoose?: (view: OpenDossier) => number[];
  /** Asks for the token that only a page of this session has. */
  sensitive?: boolean;
  /** Said once after it was done. */
  done: string;
}
