import { usePage } from './context.ts';
import { Button, TextField } from './controls.tsx';
import { ErrorSummary, Note, type FormError } from './messages.tsx';
import { PortalLayout } from './portal-layout.tsx';

export interface LogInPageProps {
  /** Which door: citizens and organisations, or officers. */
  action: '/dang-nhap' | '/mot-cua/dang-nhap';
  /** Where to go afterwards. */
  next: string | null;
  /** Signed form that was sent without a session; goes on after log-in. */
  kept?: string | null;
  notice?: string;
  name?: string;
  error?: FormError;
}

/** Log-in with user name (or phone, or e-mail) and password. */
export function LogInPage({ action, next, kept, notice, name, error }: LogInPageProps) {
  const { exists, site } = usePage();
  const office = action === '/mot-cua/dang-nhap';
  const back = next ? `?tiep=${encodeURIComponent(next)}` : '';
  return (
    <PortalLayout
      title={office ? 'Đăng nhập hệ thống một cửa' : 'Đăng nhập'}
      lead={
        office
          ? 'Dành cho cán bộ tiếp nhận, thụ lý và lãnh đạo cơ quan.'
          : 'Để nộp hồ sơ, bổ sung giấy tờ và nhận kết quả trên mạng.'
      }
      failed={error !== undefined}
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Đăng nhập' }]}
      side={
        office ? (
          <div class="card">
            <h2 class="h-s">Bạn là người dân?</h2>
            <p class="mt-2">
              <a href={`/dang-nhap${back}`}>Đăng nhập cổng dịch vụ công</a>
            </p>
          </div>
        ) : (
          <>
            {exists('/dang-ky') && (
              <div class="card">
                <h2 class="h-s">Chưa có tài khoản?</h2>
                <p class="mt-2">Đăng ký mất khoảng hai phút, cần số điện thoại hoặc thư điện tử.</p>
                <p class="mt-3">
                  <a class="btn btn--block" href={`/dang-ky${back}`}>
                    Đăng ký tài khoản
                  </a>
                </p>
              </div>
            )}
            <div class="card tinted">
              <h2 class="h-s">Cần người giúp?</h2>
              <p class="mt-2 sm">
                Gọi <b>{site.hotline}</b> ({site.hours}) hoặc tới bộ phận một cửa, cán bộ làm cùng bạn.
              </p>
            </div>
          </>
        )
      }
      sideLabel="Trợ giúp đăng nhập"
    >
      <form class="stack g5 measure" method="post" action={action} novalidate>
        {error && <ErrorSummary errors={[error]} />}
        {notice && <Note tone="info">{notice}</Note>}
        {next && <input type="hidden" name="tiep" value={next} />}
        {kept && <input type="hidden" name="giu" value={kept} />}
        <TextField
          name="ten-dang-nhap"
          label={office ? 'Tên đăng nhập' : 'Tên đăng nhập, số điện thoại hoặc thư điện tử'}
          value={name}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          error={error?.field === 'ten-dang-nhap' ? error.text : undefined}
        />
        <TextField
          name="mat-khau"
          label="Mật khẩu"
          type="password"
          autocomplete="current-password"
          required
          error={error?.field === 'mat-khau' ? error.text : undefined}
        />
        <div class="row formnav">
          <Button weight="main" size="lg" icon="log-in">
            Đăng nhập
          </Button>
          {exists('/quen-mat-khau') && (
            <a class="btn btn--quiet" href="/quen-mat-khau">
              Quên mật khẩu
            </a>
          )}
        </div>
      </form>
    </PortalLayout>
  );
}
