import { formatDate, formatDateTime } from '../../../core/dates.ts';
import type { TemplateRef, TemplateSet, TemplateVersion } from '../../../modules/slips/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { LinkButton, Table, Tag } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { HOME, ships, templateHref } from './addresses.ts';

/** One line of a list of templates. */
export interface TemplateLine {
  ref: TemplateRef;
  name: string;
  newest: TemplateVersion | null;
  draft: boolean;
}

export const SET_STATE: Record<TemplateSet['state'], string> = {
  current: 'Đang áp dụng',
  upcoming: 'Sắp áp dụng',
  past: 'Hết áp dụng',
};

/** All sets of slips, the templates of the present one, and the templates of results. */
export function TemplatesPage(props: {
  desk: Desk;
  sets: { set: TemplateSet; lines: TemplateLine[] }[];
  results: TemplateLine[];
}) {
  const { desk, sets, results } = props;
  return (
    <AdminFrame
      desk={desk}
      title="Mẫu phiếu và mẫu kết quả"
      sub="Tệp .docx mà chương trình điền và in ra PDF"
      active={HOME}
      actions={
        <>
          <LinkButton href={`${HOME}/bo/moi`} icon="calendar-clock">
            Lập bộ mẫu mới
          </LinkButton>
          <LinkButton href={`${HOME}/ket-qua`} icon="plus" weight="main">
            Thêm mẫu kết quả
          </LinkButton>
        </>
      }
    >
      <div class="stack">
        {sets.map(({ set, lines }) => (
          <section class="card stack" aria-labelledby={`bo-${set.code}`}>
            <div class="row row--between">
              <h2 id={`bo-${set.code}`} class="h-s">
                {set.name}
              </h2>
              <Tag>{SET_STATE[set.state]}</Tag>
            </div>
            <p class="muted sm">
              {set.legalBasis}. Áp dụng từ {formatDate(set.validFrom)}.{' '}
              {set.state === 'upcoming' && (
                <a href={`${HOME}/bo/${set.code}`}>Sửa tên, căn cứ, ngày áp dụng</a>
              )}
            </p>
            <Lines label={`Các mẫu của ${set.name}`} rows={lines} />
          </section>
        ))}
        <section class="card stack" aria-labelledby="ket-qua">
          <h2 id="ket-qua" class="h-s">
            Mẫu kết quả
          </h2>
          <p class="muted sm">
            Thủ tục chọn mẫu cho từng loại kết quả và nói mỗi trường lấy từ mục nào của tờ khai.
          </p>
          <Lines label="Danh sách mẫu kết quả" rows={results} />
        </section>
      </div>
    </AdminFrame>
  );
}

function Lines({ label, rows }: { label: string; rows: TemplateLine[] }) {
  return (
    <Table
      label={label}
      rows={rows}
      columns={[
        { label: 'Mẫu', cell: (row) => <a href={templateHref(row.ref)}>{row.name}</a> },
        {
          label: 'Bản đang dùng',
          cell: ({ newest, ref }) =>
            newest ? (
              <>
                Bản {newest.version}
                <span class="sub">
                  {newest.publishedBy}, {formatDateTime(newest.publishedAt)}
                </span>
              </>
            ) : (
              <>{ships(ref) ? 'Bản đi kèm chương trình' : 'Chưa có'}</>
            ),
        },
        {
          label: 'Bản nháp',
          cell: (row) => (row.draft ? <Tag>Chờ công bố</Tag> : <span class="muted">Không</span>),
        },
      ]}
    />
  );
}
