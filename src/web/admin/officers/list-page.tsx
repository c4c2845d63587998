import type { Agency } from '../../../modules/agencies/index.ts';
import type { OfficerFilter, OfficerRow } from '../../../modules/staff/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  EmptyState,
  LinkButton,
  Moment,
  Pager,
  SelectField,
  Table,
  Tag,
  TextField,
} from '../../ui/index.ts';
import { IMPORT, OFFICERS, OfficersFrame } from './frame.tsx';

/** Officers, searched and page by page. */
export function OfficerListPage(props: {
  desk: Desk;
  filter: OfficerFilter;
  agencies: readonly Agency[];
  rows: OfficerRow[];
  /** Address of the next page. */
  next?: string;
  first?: string;
}) {
  const { desk, filter, agencies, rows, next, first } = props;
  const filtered = Boolean(filter.q || filter.agencyId || filter.state);
  return (
    <OfficersFrame
      desk={desk}
      title="Người dùng"
      sub="Cán bộ, chức vụ, nhóm và người làm thay"
      page="list"
      actions={
        <>
          <LinkButton href={IMPORT} icon="upload">
            Nhập từ tệp
          </LinkButton>
          <LinkButton href={`${OFFICERS}/moi`} weight="main" icon="user-plus">
            Thêm cán bộ
          </LinkButton>
        </>
      }
    >
      <form class="card mb-4" role="search" aria-label="Tìm cán bộ">
        <div class="field-row">
          <TextField name="q" label="Tên, tên đăng nhập, thư, điện thoại" type="search" value={filter.q} />
          <SelectField
            name="co-quan"
            label="Cơ quan"
            value={filter.agencyId ? String(filter.agencyId) : ''}
            options={[
              { value: '', label: 'Mọi cơ quan' },
              ...agencies.map((agency) => ({ value: String(agency.id), label: agency.shortName })),
            ]}
          />
          <SelectField
            name="trang-thai"
            label="Tài khoản"
            value={filter.state ?? ''}
            options={[
              { value: '', label: 'Đang dùng và đã khóa' },
              { value: 'active', label: 'Đang dùng' },
              { value: 'locked', label: 'Đã khóa' },
            ]}
          />
          <div>
            <Button icon="search">Tìm</Button>
          </div>
        </div>
      </form>
      {rows.length === 0 ? (
        <EmptyState
          icon="users"
          title={filtered ? 'Không có cán bộ nào khớp' : 'Chưa có cán bộ nào'}
          action={
            filtered ? (
              <LinkButton href={OFFICERS}>Bỏ điều kiện tìm</LinkButton>
            ) : (
              <LinkButton href={`${OFFICERS}/moi`}>Thêm cán bộ</LinkButton>
            )
          }
        >
          {filtered
            ? 'Thử tìm bằng một phần của tên, không cần dấu.'
            : 'Thêm từng người hoặc nhập cả danh sách từ tệp.'}
        </EmptyState>
      ) : (
        <Table
          label="Cán bộ"
          rows={rows}
          columns={[
            {
              label: 'Họ và tên',
              cell: (row) => (
                <>
                  <a href={`${OFFICERS}/${row.id}`}>{row.name}</a>
                  <span class="sub">{row.username}</span>
                </>
              ),
            },
            {
              label: 'Chức vụ hiện nay',
              cell: (row) =>
                row.positions.length === 0 ? (
                  <span class="muted">Không giữ chức vụ</span>
                ) : (
                  <ul>
                    {row.positions.map((position) => (
                      <li>{position}</li>
                    ))}
                  </ul>
                ),
            },
            {
              label: 'Liên hệ',
              cell: (row) => (
                <span>
                  {row.email ?? <span class="muted">Chưa có thư</span>}
                  {row.phone && <span class="sub">{row.phone}</span>}
                </span>
              ),
            },
            {
              label: 'Đăng nhập gần nhất',
              cell: (row) =>
                row.lastLogInAt ? <Moment at={row.lastLogInAt} /> : <span class="muted">Chưa lần nào</span>,
            },
            {
              label: 'Tài khoản',
              cell: (row) => (row.locked ? <Tag icon="lock">Đã khóa</Tag> : <Tag strong>Đang dùng</Tag>),
            },
          ]}
        />
      )}
      <Pager first={first} next={next} />
    </OfficersFrame>
  );
}
