import type { ComponentChildren } from 'preact';
import type { Desk } from '../../office/desk-of.ts';
import { Tabs } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';

export const RIGHTS_HOME = '/quan-tri/phan-quyen';
export const PEOPLE = `${RIGHTS_HOME}/tung-nguoi`;
export const WHY = `${RIGHTS_HOME}/vi-sao`;
export const EDIT = `${RIGHTS_HOME}/sua`;

/** Page about rights; the three first ones with tabs. */
export function RightsFrame(props: {
  desk: Desk;
  title: string;
  sub?: string;
  page?: 'matrix' | 'people' | 'why';
  failed?: boolean;
  children: ComponentChildren;
}) {
  const { desk, title, sub, page, failed, children } = props;
  return (
    <AdminFrame
      desk={desk}
      title={title}
      sub={sub}
      active={RIGHTS_HOME}
      failed={failed}
      breadcrumbs={
        page
          ? undefined
          : [
              { label: 'Quản trị', href: '/quan-tri' },
              { label: 'Phân quyền', href: RIGHTS_HOME },
              { label: title },
            ]
      }
    >
      {page && (
        <div class="mb-4">
          <Tabs
            label="Các trang về quyền"
            items={[
              { href: RIGHTS_HOME, label: 'Vai trò, nhóm, chức danh', current: page === 'matrix' },
              { href: PEOPLE, label: 'Từng người', current: page === 'people' },
              { href: WHY, label: 'Vì sao', current: page === 'why' },
            ]}
          />
        </div>
      )}
      {children}
    </AdminFrame>
  );
}
