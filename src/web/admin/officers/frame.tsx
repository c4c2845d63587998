import type { ComponentChildren } from 'preact';
import type { Desk } from '../../office/desk-of.ts';
import { Tabs, type Crumb } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';

export const OFFICERS = '/quan-tri/nguoi-dung';
export const GROUPS = `${OFFICERS}/nhom`;
export const IMPORT = `${OFFICERS}/nhap`;

/** Page about officers: the three first ones with tabs, the others with the way back. */
export function OfficersFrame(props: {
  desk: Desk;
  title: string;
  sub?: ComponentChildren;
  page?: 'list' | 'groups' | 'import';
  /** Between "Người dùng" and this page. */
  way?: Crumb[];
  failed?: boolean;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { desk, title, sub, page, way = [], failed, actions, children } = props;
  return (
    <AdminFrame
      desk={desk}
      title={title}
      sub={sub}
      active={OFFICERS}
      actions={actions}
      failed={failed}
      breadcrumbs={
        page
          ? undefined
          : [
              { label: 'Quản trị', href: '/quan-tri' },
              { label: 'Người dùng', href: OFFICERS },
              ...way,
              { label: title },
            ]
      }
    >
      {page && (
        <div class="mb-4">
          <Tabs
            label="Các trang về người dùng"
            items={[
              { href: OFFICERS, label: 'Cán bộ', current: page === 'list' },
              { href: GROUPS, label: 'Nhóm', current: page === 'groups' },
              { href: IMPORT, label: 'Nhập từ tệp', current: page === 'import' },
            ]}
          />
        </div>
      )}
      {children}
    </AdminFrame>
  );
}
