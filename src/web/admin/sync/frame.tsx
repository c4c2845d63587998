import type { ComponentChildren } from 'preact';
import type { Source } from '../../../modules/exchange/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Tabs } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { ADDRESS, SOURCE_NAMES } from './words.ts';

/** Page of synchronisation: its two sources as tabs, or the way back to one of them. */
export function SyncFrame(props: {
  desk: Desk;
  source: Source;
  title: string;
  sub?: ComponentChildren;
  actions?: ComponentChildren;
  /** A page below the source's own. */
  below?: boolean;
  failed?: boolean;
  children: ComponentChildren;
}) {
  const { desk, source, title, sub, actions, below, failed, children } = props;
  return (
    <AdminFrame
      desk={desk}
      title={title}
      sub={sub}
      actions={actions}
      failed={failed}
      active="/quan-tri/dong-bo"
      breadcrumbs={
        below
          ? [
              { label: 'Quản trị', href: '/quan-tri' },
              { label: source === 'procedures' ? 'Đồng bộ' : 'Đồng bộ danh mục', href: ADDRESS[source] },
              { label: title },
            ]
          : [{ label: 'Quản trị', href: '/quan-tri' }, { label: 'Đồng bộ' }]
      }
    >
      <div class="stack">
        {!below && (
          <Tabs
            label="Nguồn dữ liệu"
            items={(['procedures', 'catalogues'] as const).map((one) => ({
              href: ADDRESS[one],
              label: SOURCE_NAMES[one],
              current: one === source,
            }))}
          />
        )}
        {children}
      </div>
    </AdminFrame>
  );
}
