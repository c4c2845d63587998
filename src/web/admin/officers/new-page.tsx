import type { Agency } from '../../../modules/agencies/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  LinkButton,
  Note,
  TextField,
  type FormError,
} from '../../ui/index.ts';
import { OfficerFields, type TypedOfficer } from './form.tsx';
import { OFFICERS, OfficersFrame } from './frame.tsx';

/** Form for a new officer. */
export function NewOfficerPage(props: {
  desk: Desk;
  typed: TypedOfficer;
  /** Whether the administrator sets a first password, instead of a link being sent. */
  withPassword: boolean;
  agencies: readonly Agency[];
  errors?: FormError[];
}) {
  const { desk, typed, withPassword, agencies, errors = [] } = props;
  return (
    <OfficersFrame desk={desk} title="Thêm cán bộ" failed={errors.length > 0}>
      <form class="stack" method="post" action={`${OFFICERS}/moi`} novalidate>
        <ErrorSummary errors={errors} />
        <CsrfField />
        <section class="card stack" aria-label="Cán bộ">
          <OfficerFields typed={typed} agencies={agencies} errors={errors} isNew />
        </section>
        <fieldset class="card stack">
          <legend class="label">Mật khẩu đầu tiên</legend>
          <label class="pick">
            <input type="radio" name="cach" value="duong-dan" checked={!withPassword} />
            <span>
              Tạo đường dẫn để cán bộ tự đặt mật khẩu
              <small>
                Gửi qua thư điện tử nếu có, đồng thời hiện cho bạn một lần. Dùng được trong 72 giờ.
              </small>
            </span>
          </label>
          <label class="pick">
            <input type="radio" name="cach" value="mat-khau" checked={withPassword} />
            <span>
              Tôi đặt mật khẩu tạm
              <small>Cán bộ phải đổi ngay lần đăng nhập đầu tiên.</small>
            </span>
          </label>
          <TextField
            name="mat-khau"
            label="Mật khẩu tạm"
            type="password"
            optional
            hint="Chỉ điền khi chọn cách thứ hai"
            error={errors.find((one) => one.field === 'mat-khau')?.text}
            autocomplete="new-password"
          />
        </fieldset>
        <div class="row">
          <Button weight="main">Thêm cán bộ</Button>
          <LinkButton href={OFFICERS} weight="quiet">
            Thôi
          </LinkButton>
        </div>
      </form>
    </OfficersFrame>
  );
}

/** The one time that a link is shown. */
export function LinkPage(props: {
  desk: Desk;
  title: string;
  officer: { id: number; name: string };
  link: string;
  mailedTo: string | null;
}) {
  const { desk, title, officer, link, mailedTo } = props;
  return (
    <OfficersFrame
      desk={desk}
      title={title}
      way={[{ label: officer.name, href: `${OFFICERS}/${officer.id}` }]}
    >
      <div class="stack">
        <Note tone="ok" title={`${officer.name} đặt mật khẩu bằng đường dẫn này.`}>
          {mailedTo
            ? `Đường dẫn đã gửi tới ${mailedTo}.`
            : 'Cán bộ chưa có thư điện tử, hãy trao đường dẫn trực tiếp.'}{' '}
          Đường dẫn chỉ hiện lần này, dùng được một lần trong 72 giờ.
        </Note>
        <section class="card">
          <TextField name="duong-dan" label="Đường dẫn đặt mật khẩu" value={link} readOnly />
        </section>
        <div class="row">
          <LinkButton href={`${OFFICERS}/${officer.id}`} weight="main">
            Tới trang của {officer.name}
          </LinkButton>
          <LinkButton href={OFFICERS}>Danh sách cán bộ</LinkButton>
        </div>
      </div>
    </OfficersFrame>
  );
}
