import { OfficeLayout, type OfficeLayoutProps } from '../ui/index.ts';
import type { Desk } from './desk-of.ts';

/** Page of the office with the officer's rail and its counts. */
export function OfficeFrame({ desk, ...props }: Omit<OfficeLayoutProps, 'rail' | 'counts'> & { desk: Desk }) {
  return <OfficeLayout {...props} rail={desk.rail} counts={desk.counts} />;
}
