import { differences } from '../../../core/changes.ts';
import { formatDate } from '../../../core/dates.ts';
import { ALWAYS, type CatalogueState, type DatedItem } from '../../../modules/catalogues/index.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, LinkButton, Note, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { DifferenceTable, SeenField, StaleNote } from '../parts.tsx';
import { catalogueHref, LIST } from './paths.ts';

/** What an import would change, shown before anything is saved. */
export interface ImportPreview {
  /** The file as it came. */
  text: string;
  endMissing: boolean;
  items: DatedItem[];
}

/** Import of a catalogue from CSV: choose, look at what would change, save. */
export function ImportPage(props: {
  desk: Desk;
  state: CatalogueState;
  seen: number;
  preview?: ImportPreview;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, state, seen, preview, errors = [], stale } = props;
  const href = catalogueHref(state.code);
  return (
    <AdminFrame
      desk={desk}
      title={`Nhập ${state.name}`}
      sub="Từ tệp CSV, mã hóa UTF-8, cột Mã, Tên và nếu cần Hiệu lực từ, Hết hiệu lực từ"
      active={LIST}
      failed={errors.length > 0}
      breadcrumbs={[
        { label: 'Quản trị', href: '/quan-tri' },
        { label: 'Danh mục', href: LIST },
        { label: state.name, href },
        { label: 'Nhập CSV' },
      ]}
    >
      <div class="stack">
        {stale ? <StaleNote stale={stale} href={href} /> : <ErrorSummary errors={errors} />}
        {preview && <Preview state={state} seen={seen} preview={preview} href={href} />}
        <form method="post" action={`${href}/nhap`} encType="multipart/form-data" class="card stack">
          <CsrfField />
          <div class="field">
            <label class="label" for="tep">
              {preview ? 'Chọn tệp khác' : 'Tệp CSV'}
            </label>
            <p class="hint" id="tep-h">
              Tối đa 200 KB. Nên tải tệp hiện có về, sửa rồi nhập lại.
            </p>
            <input
              class="input"
              type="file"
              id="tep"
              name="tep"
              accept=".csv,text/csv"
              aria-describedby="tep-h"
            />
          </div>
          <label class="pick">
            <input type="checkbox" name="het" value="1" checked={preview?.endMissing} />
            <span>Cho hết hiệu lực từ hôm nay những mục không có trong tệp</span>
          </label>
          <div class="row">
            <Button weight={preview ? 'normal' : 'main'}>Xem trước</Button>
            <LinkButton weight="quiet" href={href}>
              Về danh mục
            </LinkButton>
          </div>
        </form>
      </div>
    </AdminFrame>
  );
}

function Preview({
  state,
  seen,
  preview,
  href,
}: {
  state: CatalogueState;
  seen: number;
  preview: ImportPreview;
  href: string;
}) {
  const rows = differences(shown(state.items), shown(preview.items), LABELS);
  if (rows.length === 0) {
    return (
      <Note tone="info" title="Tệp giống danh mục đang dùng.">
        Không có gì để lưu.
      </Note>
    );
  }
  return (
    <form method="post" action={`${href}/nhap/luu`} class="card stack">
      <CsrfField />
      <SeenField seen={seen} />
      <input type="hidden" name="noi-dung" value={preview.text} />
      <input type="hidden" name="het" value={preview.endMissing ? '1' : ''} />
      <h2>Những chỗ sẽ thay đổi</h2>
      <DifferenceTable
        label="Những chỗ sẽ thay đổi"
        rows={rows.slice(0, MOST)}
        before="Đang dùng"
        after="Theo tệp"
      />
      {rows.length > MOST && <p class="muted">Và {rows.length - MOST} chỗ nữa.</p>}
      <Button weight="main">Lưu thay đổi</Button>
    </form>
  );
}

const MOST = 200;
const LABELS = { name: 'Tên', from: 'Hiệu lực từ', to: 'Hết hiệu lực từ' };

/** Items by code and first day, as differences tell members of a list apart. */
const shown = (items: readonly DatedItem[]) =>
  items.map((item) => ({
    key: `${item.code} ${item.from}`,
    name: item.name,
    from: item.from === ALWAYS ? 'Từ đầu' : formatDate(item.from),
    to: item.to && formatDate(item.to),
  }));
