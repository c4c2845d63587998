import { NEW_ITEMS, spotAt, type FormDefinition, type FormEdit } from '../../../core/form/index.ts';

export interface Target {
  place: string;
  side: 'before' | 'after' | 'in';
}

/** Where something dragged over a row would go; null where it can not. `share` is how far down the row, 0 to 1. */
export function targetOf(def: FormDefinition, dragged: string, place: string, share: number): Target | null {
  const over = spotAt(def, place);
  if (!over || over.kind === 'form') return null;
  const moved = dragged.startsWith('place:') ? spotAt(def, dragged.slice(6)) : null;
  const isStep = moved ? moved.kind === 'step' : dragged === 'add:step';
  if (isStep) return over.kind === 'step' ? { place, side: share < 0.5 ? 'before' : 'after' } : null;
  if (moved && (place === moved.place || place.startsWith(`${moved.place}.`))) return null;
  const isField =
    moved?.kind === 'item'
      ? moved.item.kind === 'field'
      : !/^add:(group|repeat|note|attachment)$/.test(dragged);
  if (over.kind === 'step') return { place, side: 'in' };
  if (over.repeat && !isField) return null;
  const takes = over.item.kind === 'group' || (over.item.kind === 'repeat' && isField);
  if (takes) return { place, side: share < 0.35 ? 'before' : 'in' };
  return { place, side: share < 0.5 ? 'before' : 'after' };
}

/** The edit that dropping makes. */
export function dropEdit(def: FormDefinition, dragged: string, { place, side }: Target): FormEdit | null {
  const over = spotAt(def, place);
  if (!over || over.kind === 'form') return null;
  const parent = side === 'in' ? place : over.kind === 'step' ? 'steps' : over.parent;
  const index = side === 'in' ? 0 : over.index + (side === 'after' ? 1 : 0);
  if (dragged.startsWith('place:')) return { op: 'move', place: dragged.slice(6), parent, index };
  const what = NEW_ITEMS.find((item) => `add:${item.what}` === dragged)?.what;
  return what ? { op: 'add', what, parent, index } : null;
}
