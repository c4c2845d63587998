import type { Difference } from '../../../core/changes.ts';
import type { ConfigurationFault, StaleEdit } from '../../../modules/configuration/index.ts';
import { shortName, type OpenProcedure } from '../../../modules/procedures/index.ts';
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
import { AdminFrame } from '../frame.tsx';
import { DifferenceTable, SeenField, StaleNote } from '../parts.tsx';
import { editorPath, faultPath } from './place.ts';
import { crumbsOf, ProcedureTabs, StateBadges } from './state.tsx';

export interface PublishProps {
  desk: Desk;
  procedure: OpenProcedure;
  faults: readonly ConfigurationFault[];
  rows: readonly Difference[];
  seen: number;
  typed: Record<string, string>;
  errors: FormError[];
  stale?: StaleEdit;
}

/** Last look before a draft becomes what citizens see. */
export function PublishPage({ desk, procedure, faults, rows, seen, typed, errors, stale }: PublishProps) {
  const { code, definition, draft, inForce } = procedure;
  const base = editorPath(code);
  const errorOf = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;
  return (
    <AdminFrame
      desk={desk}
      title={`Công bố ${shortName(definition.name)}`}
      active="/quan-tri/thu-tuc"
      failed={errors.length > 0}
      breadcrumbs={crumbsOf(procedure, 'Công bố')}
      sub={<StateBadges open={procedure} />}
      actions={
        <LinkButton weight="quiet" icon="eye" href={`${base}/xem-truoc`}>
          Xem trước như trên cổng
        </LinkButton>
      }
    >
      <ProcedureTabs code={code} current="sua" />
      <div class="stack">
        <ErrorSummary errors={errors} />
        {stale && <StaleNote stale={stale} href={base} />}
        {!draft ? (
          <Note tone="info" title="Không có bản nháp nào để công bố.">
            <a href={base}>Sửa thủ tục</a> rồi bấm Lưu nháp.
          </Note>
        ) : (
          <>
            {faults.length > 0 && (
              <Note tone="warn" title={`Còn ${faults.length} chỗ phải sửa trước khi công bố.`}>
                <ul class="ul mt-2">
                  {faults.map((fault) => (
                    <li>
                      <a href={faultPath(fault.place, definition)}>{fault.message}</a>
                    </li>
                  ))}
                </ul>
              </Note>
            )}
            <section class="card" aria-labelledby="khac">
              <div class="card__head">
                <h2 id="khac">{inForce ? `Khác gì bản ${inForce.version} đang công bố` : 'Thủ tục mới'}</h2>
              </div>
              {inForce ? (
                <DifferenceTable
                  label="Chỗ khác nhau"
                  rows={rows}
                  before={`Bản ${inForce.version}`}
                  after="Bản nháp"
                />
              ) : (
                <p class="muted">Thủ tục chưa có bản nào đang công bố.</p>
              )}
            </section>
            <form class="card stack" method="post" action={`${base}/cong-bo`}>
              <CsrfField />
              <SeenField seen={seen} />
              <input type="hidden" name="revision" value={String(draft.revision)} />
              <TextField
                name="from"
                label="Ngày bắt đầu áp dụng"
                hint="Dạng ngày/tháng/năm, bắt đầu từ 0 giờ. Để trống: áp dụng ngay khi công bố."
                optional
                short
                inputMode="numeric"
                value={typed.from ?? ''}
                error={errorOf('from')}
                autocomplete="off"
              />
              <TextField
                name="note"
                label="Lý do thay đổi"
                hint="Người quản trị khác đọc ở mục Các bản."
                optional
                value={typed.note ?? ''}
                maxLength={500}
                autocomplete="off"
              />
              <p class="muted sm">
                Hồ sơ đang giải quyết vẫn theo bản lúc nộp. Hồ sơ nháp của người dân được chuyển sang bản mới,
                giữ nguyên những gì đã điền.
              </p>
              <p class="row">
                <Button weight="main">Công bố</Button>
                <LinkButton weight="quiet" href={base}>
                  Sửa tiếp
                </LinkButton>
              </p>
            </form>
          </>
        )}
      </div>
    </AdminFrame>
  );
}

/** Asks before a draft is given up. */
export function DiscardPage({ desk, procedure }: { desk: Desk; procedure: OpenProcedure }) {
  const { code, draft, versions } = procedure;
  const base = editorPath(code);
  return (
    <AdminFrame
      desk={desk}
      title="Bỏ bản nháp"
      active="/quan-tri/thu-tuc"
      breadcrumbs={crumbsOf(procedure, 'Bỏ bản nháp')}
    >
      <form class="card stack" method="post" action={`${base}/bo-nhap`}>
        <CsrfField />
        <input type="hidden" name="revision" value={String(draft?.revision ?? 0)} />
        <p>
          {versions.length > 0
            ? `Những gì đã sửa mà chưa công bố của “${shortName(procedure.name)}” sẽ mất. Bản đang công bố không đổi.`
            : `Thủ tục “${shortName(procedure.name)}” chưa từng công bố nên sẽ bị xóa cùng bản nháp.`}
        </p>
        <p class="row">
          <Button weight="stop">Bỏ bản nháp</Button>
          <LinkButton weight="quiet" href={base}>
            Giữ lại
          </LinkButton>
        </p>
      </form>
    </AdminFrame>
  );
}
