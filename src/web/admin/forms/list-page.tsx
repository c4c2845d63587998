import { formatDateTime } from '../../../core/dates.ts';
import type { FormRow } from '../../../modules/forms/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { LinkButton, Pager, Table, Tag } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { NothingYet } from '../parts.tsx';
import { FORMS, formPath } from './paths.ts';

/** All forms: version in force, how many procedures ask them, open drafts. */
export function ListPage(props: {
  desk: Desk;
  rows: FormRow[];
  uses: ReadonlyMap<string, number>;
  q: string;
  after: string;
  next: string | null;
}) {
  const { desk, rows, uses, q, after, next } = props;
  const query = (more: Record<string, string>) =>
    `${FORMS}?${new URLSearchParams({ ...(q && { q }), ...more })}`;
  return (
    <AdminFrame
      desk={desk}
      title="Biểu mẫu"
      sub="Biểu mẫu điện tử người dân điền khi nộp hồ sơ"
      active={FORMS}
      actions={
        <>
          <LinkButton href={`${FORMS}/nhap-tep`} icon="upload">
            Nhập tệp
          </LinkButton>
          <LinkButton href={`${FORMS}/tao`} weight="main" icon="plus">
            Tạo biểu mẫu
          </LinkButton>
        </>
      }
    >
      <form class="row mb-4" role="search" aria-label="Tìm biểu mẫu" action={FORMS}>
        <label class="vh" for="q">
          Tên hoặc mã biểu mẫu
        </label>
        <input
          class="input w-find"
          id="q"
          name="q"
          type="search"
          value={q}
          placeholder="Tên hoặc mã biểu mẫu"
        />
        <button class="btn">Tìm</button>
        {q && <a href={FORMS}>Bỏ lọc</a>}
      </form>
      {rows.length === 0 ? (
        q ? (
          <NothingYet title={`Không có biểu mẫu nào khớp với “${q}”`} href={FORMS} action="Xem mọi biểu mẫu">
            Thử ít chữ hơn; không cần gõ dấu.
          </NothingYet>
        ) : (
          <NothingYet title="Chưa có biểu mẫu nào" href={`${FORMS}/tao`} action="Tạo biểu mẫu">
            Biểu mẫu là những câu hỏi người dân trả lời khi nộp hồ sơ.
          </NothingYet>
        )
      ) : (
        <Table
          label="Biểu mẫu"
          rows={rows}
          href={(row) => formPath(row.code)}
          keyboard
          columns={[
            {
              label: 'Biểu mẫu',
              cell: (row) => (
                <>
                  <a href={formPath(row.code)}>{row.title}</a>
                  <span class="sub code">{row.code}</span>
                </>
              ),
            },
            {
              label: 'Bản đang dùng',
              cell: (row) =>
                row.version === null ? (
                  <span class="muted">Chưa công bố</span>
                ) : (
                  <>
                    Bản {row.version}
                    <span class="sub">{row.publishedAt && formatDateTime(row.publishedAt)}</span>
                  </>
                ),
            },
            { label: 'Thủ tục dùng', number: true, cell: (row) => uses.get(row.code) ?? 0 },
            {
              label: 'Bản nháp',
              cell: (row) =>
                row.draftAt ? (
                  <>
                    <Tag>Đang sửa</Tag>
                    <span class="sub">
                      {row.draftBy}, {formatDateTime(row.draftAt)}
                    </span>
                  </>
                ) : (
                  <span class="muted">Không có</span>
                ),
            },
          ]}
        />
      )}
      <Pager
        first={after ? query({}) : undefined}
        next={next ? query({ sau: next }) : undefined}
        note={rows.length > 0 ? `${rows.length} biểu mẫu trên trang này` : undefined}
      />
    </AdminFrame>
  );
}
