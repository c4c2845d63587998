import type { ComponentChildren } from 'preact';
import { ROLE_LABELS } from '../../../core/permission/index.ts';
import type { Profile, ProfileErrors, Viewer } from '../../../modules/accounts/index.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  Facts,
  LinkButton,
  Moment,
  Note,
  PortalLayout,
  SelectField,
  Table,
  TextField,
} from '../../ui/index.ts';
import { summary } from './fields.ts';

/** Field names of the form by property of the profile. */
export const PROFILE_IDS: Record<keyof Profile, string> = {
  name: 'ho-ten',
  representative: 'nguoi-dai-dien',
  identityNo: 'so-dinh-danh',
  birthDate: 'ngay-sinh',
  gender: 'gioi-tinh',
  phone: 'dien-thoai',
  email: 'thu-dien-tu',
  detail: 'dia-chi',
  commune: 'phuong-xa',
  province: 'tinh',
};

export interface OpenSession {
  createdAt: Date;
  seenAt: Date;
  ip: string;
  userAgent: string;
  current: boolean;
}

export interface ProfilePageProps {
  viewer: Viewer;
  /** null for officers, whose facts the administrator keeps. */
  profile: (Profile & { kind: 'citizen' | 'organisation' }) | null;
  /** The identity number stands and is not changed here. */
  identityFixed: boolean;
  sessions: OpenSession[];
  errors?: ProfileErrors;
}

/** The account: who one is, how one is reached, password, open sessions. */
export function ProfilePage({ viewer, profile, identityFixed, sessions, errors = {} }: ProfilePageProps) {
  const problems = summary(errors, PROFILE_IDS);
  return (
    <PortalLayout
      title="Tài khoản"
      failed={problems.length > 0}
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Tài khoản' }]}
      side={
        <div class="card stack">
          <h2 class="h-s">Bảo vệ tài khoản</h2>
          <LinkButton href="/tai-khoan/mat-khau" icon="lock" block>
            Đổi mật khẩu
          </LinkButton>
        </div>
      }
      sideLabel="Bảo vệ tài khoản"
    >
      {viewer.account.email && !viewer.account.emailConfirmed && <Unconfirmed email={viewer.account.email} />}
      {profile ? (
        <ProfileForm profile={profile} identityFixed={identityFixed} errors={errors} problems={problems} />
      ) : (
        <OfficerCard viewer={viewer} />
      )}
      <section class="stack" aria-labelledby="phien">
        <h2 id="phien">Thiết bị đang đăng nhập</h2>
        <Table
          label="Các thiết bị và lúc đăng nhập"
          rows={sessions}
          columns={[
            {
              label: 'Thiết bị',
              cell: (row) => (
                <>
                  {deviceName(row.userAgent)}
                  {row.current && <span class="sub">Thiết bị này</span>}
                </>
              ),
            },
            { label: 'Đăng nhập lúc', cell: (row) => <Moment at={row.createdAt} /> },
            { label: 'Dùng gần nhất', cell: (row) => <Moment at={row.seenAt} /> },
            { label: 'Địa chỉ mạng', cell: (row) => row.ip || 'Không rõ' },
          ]}
        />
        {sessions.length > 1 && (
          <form method="post" action="/tai-khoan/dang-xuat-noi-khac">
            <CsrfField />
            <Button icon="log-out">Đăng xuất các thiết bị khác</Button>
          </form>
        )}
      </section>
    </PortalLayout>
  );
}

function Unconfirmed({ email }: { email: string }) {
  return (
    <Note tone="warn" title={`Thư điện tử ${email} chưa được xác nhận.`}>
      Mở thư chúng tôi đã gửi và bấm đường dẫn trong đó.
      <form method="post" action="/tai-khoan/gui-lai-xac-nhan" class="mt-2">
        <CsrfField />
        <Button size="sm" icon="send">
          Gửi lại thư xác nhận
        </Button>
      </form>
    </Note>
  );
}

function OfficerCard({ viewer }: { viewer: Viewer }) {
  return (
    <section class="card" aria-labelledby="can-bo">
      <h2 id="can-bo" class="mb-2">
        {viewer.displayName}
      </h2>
      <Facts
        items={[
          { label: 'Tên đăng nhập', value: viewer.account.username },
          { label: 'Thư điện tử', value: viewer.account.email },
          { label: 'Điện thoại', value: viewer.account.phone },
          ...viewer.positions.map((position) => ({
            label: ROLE_LABELS[position.role],
            value: position.title,
            sub: `${position.unitName}, ${position.agencyName}`,
          })),
        ]}
      />
      <p class="hint mt-3">Thông tin sai? Báo người quản trị hệ thống của cơ quan sửa.</p>
    </section>
  );
}

function ProfileForm(props: {
  profile: Profile & { kind: 'citizen' | 'organisation' };
  identityFixed: boolean;
  errors: ProfileErrors;
  problems: { field: string; text: string }[];
}) {
  const { profile, identityFixed, errors, problems } = props;
  const organisation = profile.kind === 'organisation';
  const field = (name: keyof Profile): { name: string; value: string; error?: string } => ({
    name: PROFILE_IDS[name],
    value: profile[name],
    error: errors[name],
  });
  const row = (...children: ComponentChildren[]) => <div class="field-row">{children}</div>;
  return (
    <form class="stack g5" method="post" action="/tai-khoan" novalidate>
      <ErrorSummary errors={problems} />
      <p class="lead">Thông tin này được đưa ra cho bạn chọn khi điền tờ khai, không phải gõ lại.</p>
      {row(
        <TextField
          {...field('name')}
          label={organisation ? 'Tên doanh nghiệp, tổ chức' : 'Họ và tên'}
          autocomplete={organisation ? 'organization' : 'name'}
        />,
        <TextField
          {...field('identityNo')}
          label={organisation ? 'Mã số thuế' : 'Số định danh cá nhân'}
          hint={identityFixed ? 'Cần sửa, mang giấy tờ tới quầy' : undefined}
          optional={!organisation && !identityFixed}
          readOnly={identityFixed}
          inputMode="numeric"
          autocomplete="off"
        />,
      )}
      {organisation
        ? row(<TextField {...field('representative')} label="Người đại diện theo pháp luật" />)
        : row(
            <TextField
              {...field('birthDate')}
              label="Ngày sinh"
              hint="Ví dụ 14/02/1991"
              optional
              short
              inputMode="numeric"
              autocomplete="bday"
            />,
            <SelectField
              {...field('gender')}
              label="Giới tính"
              optional
              placeholder="Chưa chọn"
              options={[
                { value: 'male', label: 'Nam' },
                { value: 'female', label: 'Nữ' },
                { value: 'other', label: 'Khác' },
              ]}
            />,
          )}
      {row(
        <TextField {...field('phone')} label="Số điện thoại" type="tel" autocomplete="tel" />,
        <TextField
          {...field('email')}
          label="Thư điện tử"
          hint="Đổi thì cần xác nhận lại"
          type="email"
          autocomplete="email"
        />,
      )}
      <TextField
        {...field('detail')}
        label="Số nhà, đường, thôn, tổ"
        optional
        autocomplete="street-address"
      />
      {row(
        <TextField {...field('commune')} label="Phường, xã" optional autocomplete="address-level2" />,
        <TextField {...field('province')} label="Tỉnh, thành phố" optional autocomplete="address-level1" />,
      )}
      <div class="row formnav">
        <Button weight="main" icon="save">
          Lưu thông tin
        </Button>
      </div>
    </form>
  );
}

const BROWSERS: [RegExp, string][] = [
  [/coc_coc_browser/i, 'Cốc Cốc'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** "Chrome trên Windows" */
function deviceName(userAgent: string): string {
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
  return browser && system ? `${browser} trên ${system}` : (browser ?? system ?? 'Thiết bị không rõ');
}
