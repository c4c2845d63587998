import { OfficeFrame } from '../office/frame.tsx';
import type { ComponentProps } from 'preact';

/** Page of administrators: the office's frame with the style of these pages. */
export function AdminFrame({ styles = [], ...props }: ComponentProps<typeof OfficeFrame>) {
  return <OfficeFrame {...props} styles={['admin.css', ...styles]} />;
}
