import type { Directory } from '../../../modules/agencies/index.ts';
import type { MadeAgency, Reorganisation, TakeBackPreview } from '../../../modules/organisation/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, Facts, LinkButton, Note, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { HREF } from './words.ts';

/** What taking a merger or split back moves and what stays, in numbers, before anything is done. */
export function TakeBackPage(props: {
  desk: Desk;
  directory: Directory;
  one: Reorganisation;
  /** null: it can not be taken back; the errors say why. */
  preview: TakeBackPreview | null;
  errors: FormError[];
}) {
  const { desk, one, preview, errors } = props;
  const href = `${HREF}/sap-xep/${one.id}`;
  return (
    <AdminFrame
      desk={desk}
      title={`Lấy lại như trước: ${one.title}`}
      active={HREF}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Cơ quan', href: HREF },
        { label: one.kind === 'merge' ? 'Sáp nhập' : 'Chia tách', href },
        { label: 'Lấy lại' },
      ]}
    >
      <div class="stack measure">
        <ErrorSummary errors={errors} />
        {preview && (
          <>
            <Moves preview={preview} />
            <Stays {...props} preview={preview} />
            <form method="post" class="row">
              <CsrfField />
              <input type="hidden" name="mark" value={preview.mark} />
              <Button type="submit" weight="stop" icon="undo-2">
                Xác nhận lấy lại
              </Button>
              <LinkButton href={href}>Không lấy lại</LinkButton>
            </form>
          </>
        )}
        {!preview && (
          <p>
            <a href={href}>Về trang của việc này</a>
          </p>
        )}
      </div>
    </AdminFrame>
  );
}

function Moves({ preview }: { preview: TakeBackPreview }) {
  const { dossiers } = preview;
  return (
    <>
      <Note tone="info" title="Thực hiện trong một lần: hoặc xong tất cả, hoặc không thay đổi gì.">
        Mã hồ sơ đã cấp và ngày hẹn trả không thay đổi; mỗi hồ sơ trở về có một dòng vết và người nộp được
        báo.
      </Note>
      <section class="card">
        <h2 class="h-s mb-2">Trở về như trước</h2>
        <Facts
          items={[
            { label: 'Cơ quan hoạt động lại', value: preview.agencies.join(', ') },
            {
              label: 'Hồ sơ',
              value: String(dossiers.dossiers),
              sub: `${dossiers.running} đang giải quyết, ${dossiers.tasks} việc đang mở`,
            },
            { label: 'Hồ sơ người dân đang soạn', value: String(preview.drafts) },
            { label: 'Chức vụ của cán bộ', value: String(preview.positions) },
            { label: 'Thủ tục', value: String(preview.procedures) },
          ]}
        />
      </section>
    </>
  );
}

function Stays(props: { directory: Directory; preview: TakeBackPreview }) {
  const { directory, preview } = props;
  const { dossiers, edited, officers } = preview;
  const goes = preview.made.filter((one) => one.goes);
  const stays = preview.made.filter((one) => !one.goes);
  const nothing = dossiers.stay + edited.length + officers.length + stays.length === 0;
  return (
    <section class="card">
      <h2 class="h-s mb-2">Giữ nguyên vì đã thay đổi từ đó</h2>
      {nothing && <p>Không có gì: mọi thứ trở về như trước.</p>}
      {!nothing && (
        <Facts
          items={[
            {
              label: 'Hồ sơ đã được giải quyết tiếp',
              value:
                dossiers.stay === 0 ? null : (
                  <>
                    {dossiers.stay}:{' '}
                    {dossiers.examples.map(({ id, name }, index) => (
                      <>
                        {index > 0 && ', '}
                        <a href={`/mot-cua/ho-so/${id}`}>{name}</a>
                      </>
                    ))}
                    {dossiers.stay > dossiers.examples.length && '…'}
                  </>
                ),
              sub: 'ở lại nơi đang giải quyết',
            },
            ...stays.map((one) => ({
              label: `${one.name} tiếp tục hoạt động`,
              value: whyItStays(one),
              sub: 'để giải quyết nốt, không nhận thủ tục mới; cán bộ làm ở cả hai nơi đến khi bạn kết thúc chức vụ',
            })),
            {
              label: 'Chức vụ đã sửa hoặc kết thúc',
              value: officers.length === 0 ? null : `${officers.length} cán bộ; sửa ở trang của từng người`,
            },
            { label: 'Cơ quan đã sửa', value: edited.join(', ') || null },
          ]}
        />
      )}
      {goes.length > 0 && (
        <p class="mt-2">
          {goes.map((one) => directory.agencyById(one.id)?.name ?? one.name).join(', ')} không còn trong danh
          sách: chưa có hồ sơ nào đến đó.
        </p>
      )}
    </section>
  );
}

const whyItStays = (one: MadeAgency): string =>
  [
    one.staying.received > 0 && `${one.staying.received} hồ sơ nhận từ đó`,
    one.staying.dossiers > one.staying.received &&
      `${one.staying.dossiers - one.staying.received} hồ sơ đã giải quyết tiếp`,
    one.staying.drafts > 0 && `${one.staying.drafts} hồ sơ đang soạn`,
    one.positions > 0 && `${one.positions} chức vụ mới giao`,
    one.dependents.length > 0 && `${one.dependents.join(', ')} trực thuộc`,
  ]
    .filter(Boolean)
    .join(', ');
