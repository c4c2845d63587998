import type { RegistrationErrors, RegistrationField } from '../../../modules/accounts/index.ts';
import { Button, ErrorNote, ErrorSummary, PortalLayout, TextField } from '../../ui/index.ts';
import { summary } from './fields.ts';

export type RegisterValues = Partial<
  Record<Exclude<RegistrationField, 'agreed' | 'password' | 'kind'>, string>
>;

const IDS: Record<RegistrationField, string> = {
  kind: 'loai',
  name: 'ho-ten',
  identityNo: 'so-dinh-danh',
  representative: 'nguoi-dai-dien',
  phone: 'dien-thoai',
  email: 'thu-dien-tu',
  password: 'mat-khau',
  agreed: 'dong-y',
};

/** Registration of a citizen or an organisation. */
export function RegisterPage(props: {
  kind: 'citizen' | 'organisation';
  next: string | null;
  values?: RegisterValues;
  errors?: RegistrationErrors;
}) {
  const { kind, next, values = {}, errors = {} } = props;
  const organisation = kind === 'organisation';
  const problems = summary(errors, IDS);
  const switchTo = (wanted: string) =>
    `/dang-ky?loai=${wanted}${next ? `&tiep=${encodeURIComponent(next)}` : ''}`;
  return (
    <PortalLayout
      title="Đăng ký tài khoản"
      lead="Một tài khoản dùng cho mọi thủ tục: nộp hồ sơ, theo dõi, nhận kết quả."
      failed={problems.length > 0}
      breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Đăng ký tài khoản' }]}
      side={
        <div class="card">
          <h2 class="h-s">Đã có tài khoản?</h2>
          <p class="mt-3">
            <a class="btn btn--block" href={`/dang-nhap${next ? `?tiep=${encodeURIComponent(next)}` : ''}`}>
              Đăng nhập
            </a>
          </p>
        </div>
      }
      sideLabel="Đã có tài khoản"
    >
      <form class="stack g5 measure" method="post" action="/dang-ky" novalidate>
        <ErrorSummary errors={problems} />
        <input type="hidden" name="loai" value={organisation ? 'to-chuc' : 'ca-nhan'} />
        {next && <input type="hidden" name="tiep" value={next} />}
        <nav class="btn-group" aria-label="Bạn đăng ký cho">
          <a class="btn" href={switchTo('ca-nhan')} aria-current={organisation ? undefined : 'true'}>
            Người dân
          </a>
          <a class="btn" href={switchTo('to-chuc')} aria-current={organisation ? 'true' : undefined}>
            Doanh nghiệp, tổ chức
          </a>
        </nav>
        <TextField
          name={IDS.name}
          label={organisation ? 'Tên doanh nghiệp, tổ chức' : 'Họ và tên'}
          hint={
            organisation
              ? 'Như trên giấy đăng ký kinh doanh hoặc quyết định thành lập'
              : 'Viết đủ dấu, như trên thẻ căn cước'
          }
          autocomplete={organisation ? 'organization' : 'name'}
          value={values.name}
          error={errors.name}
        />
        {organisation && (
          <TextField
            name={IDS.representative}
            label="Người đại diện theo pháp luật"
            hint="Họ và tên đầy đủ"
            autocomplete="name"
            value={values.representative}
            error={errors.representative}
          />
        )}
        <TextField
          name={IDS.identityNo}
          label={organisation ? 'Mã số thuế' : 'Số định danh cá nhân'}
          hint={
            organisation
              ? '10 chữ số, hoặc 13 chữ số với đơn vị phụ thuộc'
              : '12 chữ số trên thẻ căn cước. Có số này thì lần sau không phải điền lại.'
          }
          optional={!organisation}
          inputMode="numeric"
          autocomplete="off"
          value={values.identityNo}
          error={errors.identityNo}
        />
        <fieldset>
          <legend class="hint">Nhập ít nhất một trong hai: số điện thoại hoặc thư điện tử.</legend>
          <div class="field-row">
            <TextField
              name={IDS.phone}
              label="Số điện thoại"
              hint="Dùng để đăng nhập và báo tin"
              type="tel"
              autocomplete="tel"
              value={values.phone}
              error={errors.phone}
            />
            <TextField
              name={IDS.email}
              label="Thư điện tử"
              hint="Cần có để tự đặt lại mật khẩu"
              type="email"
              autocomplete="email"
              value={values.email}
              error={errors.email}
            />
          </div>
        </fieldset>
        <TextField
          name={IDS.password}
          label="Mật khẩu"
          hint="Ít nhất 8 ký tự. Một cụm từ dài dễ nhớ tốt hơn một từ khó."
          type="password"
          autocomplete="new-password"
          error={errors.password}
        />
        <div class={errors.agreed ? 'field field--error' : 'field'}>
          {errors.agreed && <ErrorNote id="dong-y-e">{errors.agreed}</ErrorNote>}
          <label class="pick">
            <input
              type="checkbox"
              id={IDS.agreed}
              name={IDS.agreed}
              value="1"
              aria-describedby={errors.agreed ? 'dong-y-e' : undefined}
              aria-invalid={errors.agreed ? 'true' : undefined}
            />
            <span>
              Tôi đồng ý để cơ quan nhà nước dùng thông tin này khi giải quyết hồ sơ của tôi
              <small>Theo quy định về bảo vệ dữ liệu cá nhân. Bạn xem, sửa thông tin bất cứ lúc nào.</small>
            </span>
          </label>
        </div>
        <div class="row formnav">
          <Button weight="main" size="lg" icon="user-plus">
            Đăng ký
          </Button>
        </div>
      </form>
    </PortalLayout>
  );
}
