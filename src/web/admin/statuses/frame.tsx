import type { ComponentChildren } from 'preact';
import type { Desk } from '../../office/desk-of.ts';
import { Tabs } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';

export const HOME = '/quan-tri/trang-thai';
export const CHART = `${HOME}/buoc-chuyen`;
export const DETAILS = `${HOME}/chi-tiet`;

/** Page about statuses, with the tabs of the list and the chart. */
export function StatusFrame(props: {
  desk: Desk;
  title: string;
  sub?: string;
  page?: 'list' | 'chart';
  failed?: boolean;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { desk, title, sub, page, failed, actions, children } = props;
  return (
    <AdminFrame
      desk={desk}
      title={title}
      sub={sub}
      active={HOME}
      actions={actions}
      failed={failed}
      breadcrumbs={
        page
          ? undefined
          : [{ label: 'Quản trị', href: '/quan-tri' }, { label: 'Trạng thái', href: HOME }, { label: title }]
      }
    >
      {page && (
        <div class="mb-4">
          <Tabs
            label="Các trang về trạng thái"
            items={[
              { href: HOME, label: 'Danh mục', current: page === 'list' },
              { href: CHART, label: 'Bước chuyển', current: page === 'chart' },
            ]}
          />
        </div>
      )}
      {children}
    </AdminFrame>
  );
}
