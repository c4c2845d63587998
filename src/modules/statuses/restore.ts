import type { Tx } from '../../platform/index.ts';
import type { ChartEdge } from '../../core/status/index.ts';
import type { Editor } from '../configuration/index.ts';
import { saveChart } from './chart.ts';
import { removeStatusDetail, saveStatusDetail, type StatusDetail } from './details.ts';
import { saveStatusNotes, type StatusNote } from './notes.ts';

type Restore = (tx: Tx, key: string, before: unknown, change: { by: Editor; at: Date }) => Promise<void>;

/** How each kind of change of this module is taken back: as a new edit, checked as any other. */
export const RESTORERS: Record<'status-chart' | 'status-detail' | 'status-notes', Restore> = {
  'status-chart': (tx, _key, before, change) => saveChart(tx, before as ChartEdge[], change),
  'status-detail': (tx, key, before, change) =>
    before === null
      ? removeStatusDetail(tx, key, change)
      : saveStatusDetail(tx, before as StatusDetail, change),
  'status-notes': (tx, _key, before, change) => saveStatusNotes(tx, before as StatusNote[], change),
};
