import {
  Button,
  CsrfField,
  EmptyState,
  ErrorSummary,
  LinkButton,
  Note,
  PortalLayout,
  TextField,
} from '../../ui/index.ts';

const HOME = { label: 'Trang chủ', href: '/' };
const PASSWORD_HINT = {
  officer: 'Ít nhất 8 ký tự, có ba trong bốn loại: chữ thường, chữ hoa, chữ số, ký tự khác.',
  other: 'Ít nhất 8 ký tự. Một cụm từ dài dễ nhớ tốt hơn một từ khó.',
};

/** Asks for the name whose password was forgotten. */
export function ForgottenPage({ error }: { error?: string }) {
  return (
    <PortalLayout
      title="Quên mật khẩu"
      lead="Chúng tôi gửi đường dẫn đặt mật khẩu mới tới thư điện tử đã xác nhận của bạn."
      failed={error !== undefined}
      breadcrumbs={[HOME, { label: 'Đăng nhập', href: '/dang-nhap' }, { label: 'Quên mật khẩu' }]}
    >
      <form class="stack g5 measure" method="post" action="/quen-mat-khau" novalidate>
        {error && <ErrorSummary errors={[{ field: 'ten-dang-nhap', text: error }]} />}
        <TextField
          name="ten-dang-nhap"
          label="Tên đăng nhập, số điện thoại hoặc thư điện tử"
          autocomplete="username"
          autocapitalize="none"
          error={error}
        />
        <div class="row formnav">
          <Button weight="main" icon="send">
            Gửi đường dẫn
          </Button>
          <a class="btn btn--quiet" href="/dang-nhap">
            Quay lại đăng nhập
          </a>
        </div>
      </form>
    </PortalLayout>
  );
}

/** The same answer whether or not there is such an account. */
export function ForgottenSentPage() {
  return (
    <PortalLayout title="Kiểm tra hộp thư của bạn" breadcrumbs={[HOME, { label: 'Quên mật khẩu' }]}>
      <div class="stack measure">
        <Note tone="info" title="Nếu tài khoản có thư điện tử đã xác nhận, đường dẫn đang được gửi tới đó.">
          Đường dẫn dùng được một lần trong 1 giờ. Không thấy thư thì xem mục thư rác.
        </Note>
        <p>
          Chưa có thư điện tử đã xác nhận? Mang thẻ căn cước tới bộ phận một cửa gần nhất, cán bộ mở lại tài
          khoản cho bạn.
        </p>
      </div>
    </PortalLayout>
  );
}

/** New password behind a link. */
export function ResetPage({ token, error }: { token: string; error?: string }) {
  return (
    <PortalLayout
      title="Đặt mật khẩu mới"
      failed={error !== undefined}
      breadcrumbs={[HOME, { label: 'Đặt mật khẩu mới' }]}
    >
      <form class="stack g5 measure" method="post" action="/dat-lai-mat-khau" novalidate>
        {error && <ErrorSummary errors={[{ field: 'mat-khau', text: error }]} />}
        <input type="hidden" name="ma" value={token} />
        <TextField
          name="mat-khau"
          label="Mật khẩu mới"
          hint={`${PASSWORD_HINT.other} Cán bộ: có ba trong bốn loại chữ thường, chữ hoa, chữ số, ký tự khác.`}
          type="password"
          autocomplete="new-password"
          error={error}
        />
        <div class="row formnav">
          <Button weight="main">Đặt mật khẩu mới</Button>
        </div>
      </form>
    </PortalLayout>
  );
}

/** A link that is unknown, old or spent. */
export function DeadLinkPage({ again }: { again: { href: string; label: string } }) {
  return (
    <PortalLayout title="Đường dẫn không còn dùng được" breadcrumbs={[HOME, { label: 'Đường dẫn hết hạn' }]}>
      <div class="measure">
        <EmptyState
          icon="link"
          title="Đường dẫn đã dùng hoặc đã quá hạn"
          action={<LinkButton href={again.href}>{again.label}</LinkButton>}
        >
          Mỗi đường dẫn chỉ dùng một lần. Yêu cầu một đường dẫn mới rồi mở thư mới nhất.
        </EmptyState>
      </div>
    </PortalLayout>
  );
}

/** One click that confirms the address; a mere visit must not, since mail filters follow links. */
export function ConfirmEmailPage({ token }: { token: string }) {
  return (
    <PortalLayout
      title="Xác nhận thư điện tử"
      lead="Bấm nút dưới đây để xác nhận địa chỉ thư này là của bạn."
      breadcrumbs={[HOME, { label: 'Xác nhận thư điện tử' }]}
    >
      <form class="stack measure" method="post" action="/xac-nhan-thu">
        <input type="hidden" name="ma" value={token} />
        <div class="row">
          <Button weight="main" size="lg" icon="circle-check">
            Xác nhận địa chỉ này
          </Button>
        </div>
      </form>
    </PortalLayout>
  );
}

/** Change of the password by its owner. */
export function ChangePasswordPage(props: {
  officer: boolean;
  forced: boolean;
  errors?: { current?: string; wanted?: string };
}) {
  const { officer, forced, errors = {} } = props;
  const list = [
    ...(errors.current ? [{ field: 'mat-khau-cu', text: errors.current }] : []),
    ...(errors.wanted ? [{ field: 'mat-khau-moi', text: errors.wanted }] : []),
  ];
  return (
    <PortalLayout
      title="Đổi mật khẩu"
      failed={list.length > 0}
      breadcrumbs={[HOME, { label: 'Tài khoản', href: '/tai-khoan' }, { label: 'Đổi mật khẩu' }]}
    >
      <form class="stack g5 measure" method="post" action="/tai-khoan/mat-khau" novalidate>
        <ErrorSummary errors={list} />
        {forced && (
          <Note tone="warn" title="Đặt mật khẩu của riêng bạn trước khi làm tiếp.">
            Mật khẩu hiện tại do người quản trị cấp.
          </Note>
        )}
        <CsrfField />
        <TextField
          name="mat-khau-cu"
          label="Mật khẩu hiện tại"
          type="password"
          autocomplete="current-password"
          error={errors.current}
        />
        <TextField
          name="mat-khau-moi"
          label="Mật khẩu mới"
          hint={officer ? PASSWORD_HINT.officer : PASSWORD_HINT.other}
          type="password"
          autocomplete="new-password"
          error={errors.wanted}
        />
        <p class="hint">Đổi xong, các thiết bị khác đang đăng nhập sẽ bị đăng xuất.</p>
        <div class="row formnav">
          <Button weight="main">Đổi mật khẩu</Button>
          {!forced && (
            <a class="btn btn--quiet" href="/tai-khoan">
              Quay lại
            </a>
          )}
        </div>
      </form>
    </PortalLayout>
  );
}
