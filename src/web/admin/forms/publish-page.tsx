import type { Difference } from '../../../core/changes.ts';
import { nearestPlace, type Fault } from '../../../core/form/index.ts';
import type { OpenForm } from '../../../modules/forms/index.ts';
import type { FormUse } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, LinkButton, Note, TextField } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { DifferenceTable, StaleNote } from '../parts.tsx';
import type { TurnedBack } from '../request.ts';
import { FORMS, formPath } from './paths.ts';

/** The last look before a draft becomes a version: faults, differences, whom it touches. */
export function PublishPage(props: {
  desk: Desk;
  form: OpenForm;
  faults: readonly Fault[];
  rows: readonly Difference[];
  uses: readonly FormUse[];
  typed: Record<string, string>;
  turnedBack?: TurnedBack;
}) {
  const { desk, form, faults, rows, uses, typed, turnedBack } = props;
  const { code, published, draft } = form;
  const next = (published?.version ?? 0) + 1;
  return (
    <AdminFrame
      desk={desk}
      title={`Công bố bản ${next}`}
      active={FORMS}
      failed={turnedBack !== undefined || faults.length > 0}
      breadcrumbs={[
        { label: 'Biểu mẫu', href: FORMS },
        { label: form.definition.title, href: formPath(code) },
        { label: 'Công bố' },
      ]}
      sub={form.definition.title}
    >
      <div class="stack">
        {turnedBack?.stale && <StaleNote stale={turnedBack.stale} href={formPath(code, 'sua')} />}
        {turnedBack && !turnedBack.stale && faults.length === 0 && (
          <ErrorSummary errors={turnedBack.errors} />
        )}
        {faults.length > 0 && (
          <div class="error-summary" role="alert" aria-labelledby="loi" tabIndex={-1} data-focus>
            <h2 id="loi">Chưa công bố được: có {faults.length} chỗ cần sửa</h2>
            <ul>
              {faults.map((fault) => (
                <li>
                  <a
                    href={formPath(
                      code,
                      `sua?muc=${encodeURIComponent(nearestPlace(form.definition, fault.place))}`,
                    )}
                  >
                    {fault.message}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        )}
        <section>
          <h2 class="h-s mb-2">
            {published ? `Chỗ khác bản ${published.version} đang dùng` : 'Biểu mẫu mới'}
          </h2>
          {published ? (
            <DifferenceTable
              label="Chỗ khác nhau"
              rows={rows}
              before={`Bản ${published.version}`}
              after="Bản nháp"
            />
          ) : (
            <p class="muted">Chưa có bản nào để so sánh.</p>
          )}
        </section>
        {draft && faults.length === 0 && (
          <form class="card stack measure" method="post" action={formPath(code, 'cong-bo')}>
            <CsrfField />
            <input type="hidden" name="revision" value={String(draft.revision)} />
            <TextField
              name="note"
              label="Lý do công bố"
              hint="Một câu cho người xem lại về sau, ví dụ Theo Thông tư 04/2024/TT-BTP"
              value={typed['note']}
              optional
              maxLength={300}
            />
            {uses.length > 0 && (
              <>
                <label class="pick">
                  <input
                    type="checkbox"
                    name="adopt"
                    value="true"
                    checked={typed['note'] === undefined || typed['adopt'] === 'true'}
                  />
                  <span>Dùng ngay cho {uses.length} thủ tục đang dùng biểu mẫu này</span>
                </label>
                <Note tone="info" title="Hồ sơ và bản nháp đang có:">
                  Hồ sơ đã nộp giữ bản cũ. Bản nháp người dân đang điền được chuyển sang bản mới khi mở lại,
                  câu trả lời còn dùng được thì giữ, và người điền được báo những chỗ đã đổi.
                </Note>
              </>
            )}
            <p class="row">
              <Button weight="main">Công bố bản {next}</Button>
              <LinkButton weight="quiet" href={formPath(code, 'sua')}>
                Sửa tiếp
              </LinkButton>
            </p>
          </form>
        )}
        {faults.length > 0 && (
          <p>
            <LinkButton weight="main" href={formPath(code, 'sua')}>
              Sửa tiếp
            </LinkButton>
          </p>
        )}
      </div>
    </AdminFrame>
  );
}
