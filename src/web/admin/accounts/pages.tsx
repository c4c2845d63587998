import { mask, maskEmail, maskPhone } from '../../../core/text.ts';
import type {
  AccountFilter,
  AccountListRow,
  AccountState,
  accountById,
} from '../../../modules/accounts/index.ts';
import type { AuditRow } from '../../../modules/audit/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  EmptyState,
  ErrorSummary,
  Facts,
  LinkButton,
  Moment,
  Note,
  Pager,
  SelectField,
  Table,
  Tag,
  TextField,
  Timeline,
  type FormError,
} from '../../ui/index.ts';
import { actionLabel } from '../audit/words.ts';
import { AdminFrame } from '../frame.tsx';

export const ACCOUNTS = '/quan-tri/tai-khoan';

export const STATE_LABELS: Record<AccountState, string> = {
  active: 'Đang dùng',
  unconfirmed: 'Chưa xác nhận thư',
  locked: 'Đã khóa',
};
export const KIND_LABELS = { citizen: 'Công dân', organisation: 'Tổ chức' } as const;

const options = (all: string, labels: Record<string, string>): { value: string; label: string }[] => [
  { value: '', label: all },
  ...Object.entries(labels).map(([value, label]) => ({ value, label })),
];

const StateTag = ({ state }: { state: AccountState }) =>
  state === 'locked' ? (
    <Tag icon="lock">{STATE_LABELS[state]}</Tag>
  ) : (
    <Tag strong={state === 'active'}>{STATE_LABELS[state]}</Tag>
  );

/** Accounts of citizens and organisations; numbers are masked. */
export function AccountListPage(props: {
  desk: Desk;
  filter: AccountFilter;
  rows: AccountListRow[];
  first?: string;
  next?: string;
  /** Address of the same list as a file. */
  exportHref: string;
}) {
  const { desk, filter, rows, first, next, exportHref } = props;
  return (
    <AdminFrame
      desk={desk}
      title="Tài khoản công dân, tổ chức"
      sub="Số định danh, điện thoại và thư được che bớt; mở từng tài khoản để xem đủ"
      active={ACCOUNTS}
      actions={
        rows.length > 0 && (
          <LinkButton href={exportHref} icon="download" download>
            Xuất danh sách
          </LinkButton>
        )
      }
    >
      <form class="card mb-4" role="search" aria-label="Tìm tài khoản">
        <div class="field-row">
          <TextField
            name="q"
            label="Tên, tên đăng nhập, điện thoại, thư, số định danh"
            type="search"
            value={filter.q}
          />
          <SelectField
            name="loai"
            label="Loại"
            value={filter.kind ?? ''}
            options={options('Công dân và tổ chức', KIND_LABELS)}
          />
          <SelectField
            name="trang-thai"
            label="Trạng thái"
            value={filter.state ?? ''}
            options={options('Mọi trạng thái', STATE_LABELS)}
          />
          <div>
            <Button icon="search">Tìm</Button>
          </div>
        </div>
      </form>
      {rows.length === 0 ? (
        <EmptyState
          icon="user"
          title="Không có tài khoản nào khớp"
          action={<LinkButton href={ACCOUNTS}>Bỏ điều kiện tìm</LinkButton>}
        >
          Tên tìm được bằng một phần, không cần dấu; các số thì nhập đủ.
        </EmptyState>
      ) : (
        <Table
          label="Tài khoản"
          rows={rows}
          columns={[
            {
              label: 'Tên',
              cell: (row) => (
                <>
                  <a href={`${ACCOUNTS}/${row.id}`}>{row.name}</a>
                  <span class="sub">{KIND_LABELS[row.kind]}</span>
                </>
              ),
            },
            {
              label: 'Số định danh',
              cell: (row) => <span class="code">{row.identityNo ? mask(row.identityNo) : '–'}</span>,
            },
            {
              label: 'Liên hệ',
              cell: (row) => (
                <span>
                  {row.phone ? maskPhone(row.phone) : '–'}
                  {row.email && <span class="sub">{maskEmail(row.email)}</span>}
                </span>
              ),
            },
            { label: 'Mở ngày', cell: (row) => <Moment at={row.createdAt} only="date" /> },
            { label: 'Trạng thái', cell: (row) => <StateTag state={row.state} /> },
          ]}
        />
      )}
      <Pager first={first} next={next} />
    </AdminFrame>
  );
}

/** One account in full, with what can be done to it. */
export function AccountPage(props: {
  desk: Desk;
  account: NonNullable<Awaited<ReturnType<typeof accountById>>>;
  history: AuditRow[];
  errors?: FormError[];
  reason?: string;
}) {
  const { desk, account, history, errors = [], reason } = props;
  const address = `${ACCOUNTS}/${account.id}`;
  return (
    <AdminFrame
      desk={desk}
      title={account.name}
      sub={KIND_LABELS[account.kind]}
      active={ACCOUNTS}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Quản trị', href: '/quan-tri' },
        { label: 'Tài khoản công dân', href: ACCOUNTS },
        { label: account.name },
      ]}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        {account.state === 'locked' && (
          <Note tone="warn" icon="lock" title="Tài khoản đang khóa.">
            {account.lockedReason}
          </Note>
        )}
        <div class="split">
          <div class="stack">
            <section class="card" aria-labelledby="thong-tin">
              <h2 id="thong-tin">Thông tin</h2>
              <Facts
                items={[
                  { label: 'Trạng thái', value: <StateTag state={account.state} /> },
                  { label: 'Tên đăng nhập', value: account.username },
                  {
                    label: account.kind === 'citizen' ? 'Số định danh' : 'Mã số thuế',
                    value: account.identityNo ?? 'Chưa khai',
                  },
                  { label: 'Điện thoại', value: account.phone ?? 'Chưa khai' },
                  { label: 'Thư điện tử', value: account.email ?? 'Chưa khai' },
                  { label: 'Mở tài khoản', value: <Moment at={account.createdAt} /> },
                  {
                    label: 'Đăng nhập gần nhất',
                    value: account.lastLogInAt ? <Moment at={account.lastLogInAt} /> : 'Chưa lần nào',
                  },
                ]}
              />
              <p class="muted sm mt-3">Lần xem này đã được ghi vào nhật ký.</p>
            </section>
            <section class="card" aria-labelledby="nhat-ky">
              <h2 id="nhat-ky">Nhật ký của tài khoản</h2>
              {history.length === 0 ? (
                <p class="muted sm">Chưa có gì.</p>
              ) : (
                <Timeline
                  small
                  items={history.map((row) => ({
                    title: actionLabel(row.action),
                    at: <Moment at={row.at} />,
                    children: [row.displayName, row.detail['reason']].filter(Boolean).join(': '),
                  }))}
                />
              )}
            </section>
          </div>
          <section class="card stack" aria-labelledby="viec">
            <h2 id="viec">Quản lý tài khoản</h2>
            {account.state === 'unconfirmed' && (
              <form class="stack" method="post" action={`${address}/kich-hoat`}>
                <CsrfField />
                <p class="hint">Khi người dùng đã chứng minh địa chỉ thư là của mình, ví dụ tại quầy.</p>
                <Button icon="badge-check" block>
                  Kích hoạt tài khoản
                </Button>
              </form>
            )}
            {account.state === 'locked' ? (
              <form method="post" action={`${address}/mo-khoa`}>
                <CsrfField />
                <Button icon="circle-check" block>
                  Mở khóa tài khoản
                </Button>
              </form>
            ) : (
              <form class="stack" method="post" action={`${address}/khoa`} novalidate>
                <CsrfField />
                <TextField
                  name="ly-do"
                  label="Lý do khóa"
                  hint="Người dùng nhận lý do qua thư; các phiên đang đăng nhập kết thúc ngay"
                  value={reason}
                  error={errors.find((one) => one.field === 'ly-do')?.text}
                  autocomplete="off"
                />
                <Button weight="stop" icon="lock" block>
                  Khóa tài khoản
                </Button>
              </form>
            )}
          </section>
        </div>
      </div>
    </AdminFrame>
  );
}
