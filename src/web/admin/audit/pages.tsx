import type { Difference } from '../../../core/changes.ts';
import type { AuditRow } from '../../../modules/audit/index.ts';
import type { ChangeRow } from '../../../modules/configuration/index.ts';
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
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { DifferenceTable } from '../parts.tsx';
import { actionLabel, kindLabel, kindOf, KINDS } from './words.ts';

export const AUDIT = '/quan-tri/nhat-ky';
export const CHANGES = `${AUDIT}/thay-doi`;

/** The filter as typed. */
export interface TypedFilter {
  who: string;
  kind: string;
  text: string;
  from: string;
  to: string;
}

/** Change that a row of the log tells of, when it is one of configuration. */
const changeOf = (row: AuditRow): number | null =>
  typeof row.detail['change'] === 'number' ? row.detail['change'] : null;

/** The usage log (III.14.1). */
export function AuditPage(props: {
  desk: Desk;
  typed: TypedFilter;
  rows: AuditRow[];
  first?: string;
  next?: string;
  errors?: FormError[];
}) {
  const { desk, typed, rows, first, next, errors = [] } = props;
  const errorOf = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title="Nhật ký"
      sub="Ai làm gì, lúc nào, từ đâu; không ai sửa hay xóa được"
      active={AUDIT}
      failed={errors.length > 0}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        <form class="card stack" role="search" aria-label="Lọc nhật ký" novalidate>
          <div class="field-row">
            <TextField
              name="nguoi"
              label="Người làm"
              hint="Tên đăng nhập"
              value={typed.who}
              error={errorOf('nguoi')}
              autocomplete="off"
              autocapitalize="none"
            />
            <SelectField
              name="loai"
              label="Đối tượng"
              value={typed.kind}
              options={[
                { value: '', label: 'Mọi đối tượng' },
                ...Object.keys(KINDS).map((kind) => ({ value: kind, label: kindLabel(kind) })),
              ]}
            />
            <TextField
              name="chu"
              label="Tên đối tượng"
              hint="Một phần, không cần dấu"
              value={typed.text}
              autocomplete="off"
            />
          </div>
          <div class="field-row">
            <TextField
              name="tu"
              label="Từ ngày"
              value={typed.from}
              error={errorOf('tu')}
              placeholder="01/11/2026"
              autocomplete="off"
            />
            <TextField
              name="den"
              label="Đến hết ngày"
              value={typed.to}
              error={errorOf('den')}
              placeholder="30/11/2026"
              autocomplete="off"
            />
            <div class="row">
              <Button icon="list-filter">Lọc</Button>
              <LinkButton href={AUDIT} weight="quiet">
                Bỏ lọc
              </LinkButton>
            </div>
          </div>
        </form>
        {rows.length === 0 ? (
          <EmptyState icon="history" title="Không có dòng nào khớp">
            Bớt điều kiện hoặc chọn khoảng ngày rộng hơn.
          </EmptyState>
        ) : (
          <Table
            label="Nhật ký"
            rows={rows}
            columns={[
              { label: 'Lúc', cell: (row) => <Moment at={row.at} /> },
              {
                label: 'Ai',
                cell: (row) =>
                  row.displayName ? (
                    <span>
                      {row.displayName}
                      <span class="sub">{row.username}</span>
                    </span>
                  ) : (
                    <span class="muted">
                      {row.accountId === null ? 'Hệ thống hoặc chưa đăng nhập' : 'Tài khoản cũ'}
                    </span>
                  ),
              },
              {
                label: 'Việc',
                cell: (row) => {
                  const change = changeOf(row);
                  return change === null ? (
                    actionLabel(row.action)
                  ) : (
                    <a href={`${CHANGES}/${change}`}>{actionLabel(row.action)}</a>
                  );
                },
              },
              {
                label: 'Đối tượng',
                cell: (row) => (
                  <span>
                    {typeof row.detail['title'] === 'string'
                      ? row.detail['title']
                      : kindLabel(kindOf(row.object))}
                    <span class="sub">{row.object}</span>
                  </span>
                ),
              },
              { label: 'Từ máy', cell: (row) => row.ip || <span class="muted">Máy chủ</span> },
            ]}
          />
        )}
        <Pager first={first} next={next} />
      </div>
    </AdminFrame>
  );
}

/** One change of configuration: field by field, and the way back. */
export function ChangePage(props: {
  desk: Desk;
  change: ChangeRow;
  ip: string;
  rows: Difference[];
  /** Whether the viewer may take it back. */
  canRestore: boolean;
  /** Page on which that is done; null: here. */
  elsewhere: { href: string; label: string } | null;
  /** Newer changes of the same thing, newest first. */
  later: ChangeRow[];
  /** Page of the thing itself. */
  href: string | null;
  errors?: FormError[];
}) {
  const { desk, change, ip, rows, canRestore, elsewhere, later, href, errors = [] } = props;
  return (
    <AdminFrame
      desk={desk}
      title={`${actionLabel(change.action)}: ${change.title}`}
      active={AUDIT}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Quản trị', href: '/quan-tri' },
        { label: 'Nhật ký', href: AUDIT },
        { label: `Thay đổi số ${change.id}` },
      ]}
      actions={href && <LinkButton href={href}>Mở trang của đối tượng</LinkButton>}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        <section class="card" aria-label="Thay đổi">
          <Facts
            items={[
              { label: 'Ai', value: change.byName },
              { label: 'Lúc', value: <Moment at={change.at} /> },
              { label: 'Từ máy', value: ip || 'Máy chủ' },
              { label: 'Đối tượng', value: kindLabel(kindOf(change.object)), sub: change.object },
            ]}
          />
        </section>
        <DifferenceTable label="Trước và sau" rows={rows} />
        {later.length > 0 && (
          <Note tone="info" title={`Sau đó đối tượng này còn ${later.length} thay đổi nữa.`}>
            Gần nhất: <a href={`${CHANGES}/${later[0]!.id}`}>{actionLabel(later[0]!.action)}</a>,{' '}
            {later[0]!.byName}, <Moment at={later[0]!.at} />. Lấy lại bản trước thay đổi này sẽ bỏ cả các thay
            đổi sau.
          </Note>
        )}
        {canRestore && elsewhere === null && (
          <form class="card row" method="post" action={`${CHANGES}/${change.id}/lay-lai`}>
            <CsrfField />
            <Button icon="undo-2">Lấy lại bản trước thay đổi này</Button>
            <span class="muted sm">Ghi thành một thay đổi mới; nhật ký cũ giữ nguyên.</span>
          </form>
        )}
        {canRestore && elsewhere && (
          <div class="card row">
            <LinkButton href={elsewhere.href} icon="undo-2">
              {elsewhere.label}
            </LinkButton>
            <span class="muted sm">Trang đó cho xem những gì sẽ chuyển trước khi bạn xác nhận.</span>
          </div>
        )}
        {!canRestore && (
          <Note tone="info">Lấy lại thay đổi này cần quyền sửa đối tượng. Nhờ người có quyền đó.</Note>
        )}
      </div>
    </AdminFrame>
  );
}
