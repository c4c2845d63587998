import { formatDate } from '../../../core/dates.ts';
import type { Agency } from '../../../modules/agencies/index.ts';
import type { ChangeRow, StaleEdit } from '../../../modules/configuration/index.ts';
import type { OfficerFile, Substitution } from '../../../modules/staff/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  Facts,
  LinkButton,
  Moment,
  Note,
  Tag,
  TextField,
  Timeline,
  type FormError,
} from '../../ui/index.ts';
import { actionLabel } from '../audit/words.ts';
import { SeenField, StaleNote } from '../parts.tsx';
import { OfficerFields, type TypedOfficer } from './form.tsx';
import { GROUPS, OFFICERS, OfficersFrame } from './frame.tsx';

export interface OfficerPageProps {
  desk: Desk;
  file: OfficerFile;
  typed: TypedOfficer;
  agencies: readonly Agency[];
  substitutions: Substitution[];
  /** ISO date. */
  today: string;
  history: ChangeRow[];
  seen: number;
  seenSubstitution: number;
  /** Whether the page is one's own. */
  own: boolean;
  /** Typed into the form of substitutions. */
  standIn?: { substitute: string; from: string; to: string; reason: string };
  errors?: FormError[];
  stale?: StaleEdit;
}

/** One officer: facts and positions, account, stand-ins, groups, history. */
export function OfficerPage(props: OfficerPageProps) {
  const { desk, file, typed, agencies, seen, history, errors = [], stale } = props;
  const address = `${OFFICERS}/${file.id}`;
  return (
    <OfficersFrame
      desk={desk}
      title={file.name}
      sub={
        <>
          {file.username} · {file.locked ? <Tag icon="lock">Đã khóa</Tag> : <Tag strong>Đang dùng</Tag>}
        </>
      }
      failed={errors.length > 0}
      actions={
        <LinkButton href={`/quan-tri/phan-quyen/vi-sao?nguoi=${file.id}`} icon="shield-check">
          Được làm gì, vì sao
        </LinkButton>
      }
    >
      <div class="stack">
        {stale ? <StaleNote stale={stale} href={address} /> : <ErrorSummary errors={errors} />}
        {file.locked && (
          <Note tone="warn" icon="lock" title="Tài khoản đang khóa.">
            {file.lockedReason}
          </Note>
        )}
        <div class="split">
          <div>
            <form class="card stack" method="post" action={address} aria-labelledby="thong-tin" novalidate>
              <CsrfField />
              <SeenField seen={seen} />
              <h2 id="thong-tin">Thông tin và chức vụ</h2>
              <OfficerFields typed={typed} agencies={agencies} errors={errors} isNew={false} />
              <div class="row">
                <Button weight="main" icon="save">
                  Lưu
                </Button>
              </div>
            </form>
          </div>
          <div class="stack">
            <AccountCard {...props} />
            <StandInCard {...props} />
            <section class="card" aria-labelledby="nhom">
              <h2 id="nhom">Nhóm</h2>
              {file.groups.length === 0 ? (
                <p class="muted sm">Chưa ở nhóm nào.</p>
              ) : (
                <ul class="links">
                  {file.groups.map((group) => (
                    <li>
                      <a href={`${GROUPS}/${group.code}`}>
                        <span>{group.name}</span>
                        <span class="num">
                          từ {formatDate(group.validFrom)}
                          {group.validTo && ` đến ${formatDate(group.validTo)}`}
                        </span>
                      </a>
                    </li>
                  ))}
                </ul>
              )}
            </section>
            <section class="card" aria-labelledby="lich-su">
              <h2 id="lich-su">Lịch sử</h2>
              {history.length === 0 ? (
                <p class="muted sm">Chưa có thay đổi nào.</p>
              ) : (
                <Timeline
                  small
                  items={history.map((change) => ({
                    title: (
                      <a href={`/quan-tri/nhat-ky/thay-doi/${change.id}`}>{actionLabel(change.action)}</a>
                    ),
                    at: <Moment at={change.at} />,
                    children: change.byName,
                  }))}
                />
              )}
            </section>
          </div>
        </div>
      </div>
    </OfficersFrame>
  );
}

function AccountCard({ file, own, errors = [] }: OfficerPageProps) {
  const address = `${OFFICERS}/${file.id}`;
  return (
    <section class="card stack" aria-labelledby="tai-khoan">
      <h2 id="tai-khoan">Tài khoản</h2>
      <Facts
        tight
        items={[
          { label: 'Mở ngày', value: <Moment at={file.createdAt} only="date" /> },
          {
            label: 'Đăng nhập',
            value: file.lastLogInAt ? <Moment at={file.lastLogInAt} /> : 'Chưa lần nào',
          },
          { label: 'Mật khẩu', value: file.mustChangePassword ? 'Phải đổi khi đăng nhập' : 'Đã tự đặt' },
          { label: 'Việc đang giữ', value: `${file.openTasks} việc` },
        ]}
      />
      {!file.locked && (
        <form method="post" action={`${address}/duong-dan`}>
          <CsrfField />
          <Button icon="link" block>
            Tạo đường dẫn đặt lại mật khẩu
          </Button>
        </form>
      )}
      {own ? (
        <p class="muted sm">Đây là tài khoản của bạn nên không tự khóa được.</p>
      ) : file.locked ? (
        <form method="post" action={`${address}/mo-khoa`}>
          <CsrfField />
          <Button icon="circle-check" block>
            Mở khóa tài khoản
          </Button>
        </form>
      ) : (
        <>
          <form class="stack" method="post" action={`${address}/khoa`}>
            <CsrfField />
            <TextField
              name="ly-do"
              label="Lý do khóa"
              hint="Các phiên đang đăng nhập kết thúc ngay"
              error={errors.find((one) => one.field === 'ly-do')?.text}
              autocomplete="off"
            />
            <Button weight="stop" icon="lock" block>
              Khóa tài khoản
            </Button>
          </form>
          <LinkButton href={`${address}/ban-giao`} icon="log-out" block>
            Bàn giao và thôi công tác
          </LinkButton>
        </>
      )}
    </section>
  );
}

function StandInCard({
  file,
  substitutions,
  today,
  standIn,
  seenSubstitution,
  errors = [],
}: OfficerPageProps) {
  const address = `${OFFICERS}/${file.id}/lam-thay`;
  const errorOf = (field: string): string | undefined => errors.find((one) => one.field === field)?.text;
  return (
    <section class="card stack" aria-labelledby="lam-thay">
      <h2 id="lam-thay">Người làm thay</h2>
      <p class="hint">
        Trong những ngày đó người làm thay có việc và quyền theo các chức vụ của {file.name}; dấu vết hồ sơ
        ghi “thay”.
      </p>
      {substitutions.length > 0 && (
        <ul class="links">
          {substitutions.map((one) => (
            <li class="row row--between">
              <span class="sm">
                {one.officerId === file.id ? (
                  <>
                    <b>{one.substituteName}</b> làm thay
                  </>
                ) : (
                  <>
                    Làm thay <b>{one.officerName}</b>
                  </>
                )}
                <span class="sub">
                  {formatDate(one.validFrom)} – {formatDate(one.validTo)}
                  {one.reason && `, ${one.reason}`}
                </span>
              </span>
              {one.officerId === file.id && one.validTo >= today && (
                <form method="post" action={`${address}/ket-thuc`}>
                  <CsrfField />
                  <input type="hidden" name="lan" value={String(one.id)} />
                  <Button size="sm" aria-label={`Kết thúc lần ${one.substituteName} làm thay`}>
                    Kết thúc
                  </Button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      <form class="stack" method="post" action={address} novalidate>
        <CsrfField />
        <SeenField seen={seenSubstitution} />
        <TextField
          name="nguoi-thay"
          label="Tên đăng nhập của người làm thay"
          value={standIn?.substitute}
          error={errorOf('nguoi-thay')}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
        <div class="field-row">
          <TextField
            name="tu"
            label="Từ ngày"
            value={standIn?.from}
            error={errorOf('tu')}
            placeholder="24/11/2026"
            autocomplete="off"
          />
          <TextField
            name="den"
            label="Đến hết ngày"
            value={standIn?.to}
            error={errorOf('den')}
            placeholder="30/11/2026"
            autocomplete="off"
          />
        </div>
        <TextField name="ly-do-vang" label="Lý do vắng" optional value={standIn?.reason} autocomplete="off" />
        <Button block>Cử người làm thay</Button>
      </form>
    </section>
  );
}
