import type { ComponentChildren } from 'preact';
import { Tabs, Tag } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { flowHref, type OpenFlow } from './open.ts';

const PAGES = [
  ['', 'Quy trình'],
  ['sua', 'Vẽ sơ đồ'],
  ['bang', 'Dạng bảng'],
  ['chay-thu', 'Chạy thử'],
  ['tinh-hinh', 'Tình hình'],
  ['cac-ban', 'Các bản'],
] as const;

/** Page about one flow: its name, version and draft, and the tabs of all pages about it. */
export function FlowFrame(props: {
  view: OpenFlow;
  page: (typeof PAGES)[number][0] | 'ban-hanh' | 'so-sanh';
  /** Last of the way here; the flow itself on its first page. */
  title?: string;
  actions?: ComponentChildren;
  failed?: boolean;
  styles?: string[];
  scripts?: string[];
  children: ComponentChildren;
}) {
  const { view, page, title, actions, failed, styles, scripts, children } = props;
  const { code, name, newest, draft, desk } = view;
  const published = new Set(['', 'tinh-hinh', 'cac-ban']);
  return (
    <AdminFrame
      desk={desk}
      title={title ? `${title}: ${name}` : name}
      heading={
        <div>
          <h1>{name}</h1>
          <p class="row sm">
            <span class="code">{code}</span>
            {draft && <Tag strong>Có bản nháp của {draft.updatedBy}</Tag>}
            <span class="muted">{newest ? `Đang chạy bản ${newest.version}` : 'Chưa ban hành bản nào'}</span>
          </p>
        </div>
      }
      actions={actions}
      active="/quan-tri/quy-trinh"
      breadcrumbs={[
        { label: 'Quản trị', href: '/quan-tri' },
        { label: 'Quy trình', href: '/quan-tri/quy-trinh' },
        ...(title
          ? [{ label: name, href: flowHref(code, newest ? '' : 'sua') }, { label: title }]
          : [{ label: name }]),
      ]}
      failed={failed}
      styles={styles}
      scripts={scripts}
    >
      <div class="mb-4">
        <Tabs
          label="Các trang của quy trình"
          items={PAGES.filter(([address]) => newest || !published.has(address)).map(([address, label]) => ({
            href: flowHref(code, address),
            label,
            current: address === page,
          }))}
        />
      </div>
      {children}
    </AdminFrame>
  );
}
