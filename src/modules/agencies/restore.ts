import type { Tx } from '../../platform/database/index.ts';
import type { Editor } from '../configuration/index.ts';
import { restoreCalendar } from './calendar-edit.ts';
import { restoreAgency } from './edit.ts';

/** How changes of this module are taken back, by kind of object. */
export const RESTORERS: Record<
  'agency' | 'calendar',
  (tx: Tx, key: string, before: unknown, edit: { by: Editor; at: Date }) => Promise<void>
> = { agency: restoreAgency, calendar: restoreCalendar };
