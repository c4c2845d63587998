import type { ImportPreview, ImportRow } from '../../../modules/staff/index.ts';
import { MAX_CSV_BYTES, MAX_CSV_ROWS } from '../../../modules/staff/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  Field,
  LinkButton,
  Note,
  Table,
  Tag,
  type FormError,
} from '../../ui/index.ts';
import { IMPORT, OfficersFrame } from './frame.tsx';

/** Faults shown at most; a file that is wrong throughout is put right from its first ones. */
const MOST_FAULTS = 100;
const MOST_ROWS = 200;

const WHAT: Record<ImportRow['what'], string> = { create: 'Thêm mới', update: 'Cập nhật', same: 'Không đổi' };

/** Where a file is chosen. */
export function ImportPage({ desk, errors = [] }: { desk: Desk; errors?: FormError[] }) {
  return (
    <OfficersFrame
      desk={desk}
      title="Nhập cán bộ từ tệp"
      sub="Xem trước toàn bộ rồi mới lưu"
      page="import"
      failed={errors.length > 0}
    >
      <div class="stack">
        <ErrorSummary errors={errors} />
        <section class="card stack" aria-labelledby="buoc-1">
          <h2 id="buoc-1">1. Điền tệp mẫu</h2>
          <p>
            Mở bằng Excel hoặc LibreOffice, mỗi dòng một chức vụ. Người giữ nhiều chức vụ thì ghi nhiều dòng
            cùng tên đăng nhập. Lưu thành “CSV UTF-8”.
          </p>
          <div>
            <LinkButton href={`${IMPORT}/mau.csv`} icon="download" download>
              Tải tệp mẫu
            </LinkButton>
          </div>
        </section>
        <form
          class="card stack"
          method="post"
          action={IMPORT}
          enctype="multipart/form-data"
          aria-labelledby="buoc-2"
        >
          <h2 id="buoc-2">2. Tải tệp lên để xem trước</h2>
          <CsrfField />
          <FileField error={errors.find((one) => one.field === 'tep')?.text} />
          <div>
            <Button weight="main" icon="upload">
              Xem trước
            </Button>
          </div>
        </form>
      </div>
    </OfficersFrame>
  );
}

const FileField = ({ error }: { error?: string }) => (
  <Field
    name="tep"
    label="Tệp CSV"
    hint={`Tối đa ${MAX_CSV_ROWS} dòng, ${MAX_CSV_BYTES / 1024} KB, bảng mã UTF-8`}
    error={error}
  >
    <input
      class="input"
      type="file"
      id="tep"
      name="tep"
      accept=".csv,text/csv"
      aria-describedby={error ? 'tep-h tep-e' : 'tep-h'}
    />
  </Field>
);

/** What a file would do: its faults, or the officers with a button that saves them. */
export function PreviewPage(props: { desk: Desk; fileName: string; fileId: string; preview: ImportPreview }) {
  const { desk, fileName, fileId, preview } = props;
  const { faults, rows } = preview;
  const count = (what: ImportRow['what']): number => rows.filter((row) => row.what === what).length;
  const mailed = rows.filter((row) => row.what === 'create' && row.email).length;
  return (
    <OfficersFrame
      desk={desk}
      title="Xem trước tệp"
      sub={fileName}
      way={[{ label: 'Nhập từ tệp', href: IMPORT }]}
      failed={faults.length > 0}
    >
      <div class="stack">
        {faults.length > 0 ? (
          <>
            <Note tone="late" title={`Tệp có ${faults.length} lỗi nên chưa lưu gì.`}>
              Sửa các ô dưới đây trong tệp rồi tải lên lại.
            </Note>
            <Table
              label="Lỗi trong tệp"
              rows={faults.slice(0, MOST_FAULTS)}
              columns={[
                { label: 'Dòng', cell: (fault) => (fault.row === null ? 'Cả tệp' : `Dòng ${fault.row}`) },
                { label: 'Cột', cell: (fault) => fault.column ?? <span class="muted">Cả dòng</span> },
                { label: 'Lỗi và cách sửa', cell: (fault) => fault.message },
              ]}
            />
            {faults.length > MOST_FAULTS && (
              <p class="muted sm">Còn {faults.length - MOST_FAULTS} lỗi nữa, hiện khi các lỗi trên đã sửa.</p>
            )}
            <form class="card stack" method="post" action={IMPORT} enctype="multipart/form-data">
              <CsrfField />
              <FileField />
              <div>
                <Button weight="main" icon="upload">
                  Xem trước tệp đã sửa
                </Button>
              </div>
            </form>
          </>
        ) : (
          <>
            <Note
              tone="ok"
              title={`Tệp không có lỗi: thêm ${count('create')}, cập nhật ${count('update')}, không đổi ${count('same')}.`}
            >
              {mailed > 0 && `${mailed} người mới sẽ nhận thư có đường dẫn đặt mật khẩu.`} Chưa lưu gì cho đến
              khi bạn xác nhận.
            </Note>
            <Table
              label="Cán bộ trong tệp"
              rows={rows.slice(0, MOST_ROWS)}
              columns={[
                {
                  label: 'Họ và tên',
                  cell: (row) => (
                    <>
                      {row.name}
                      <span class="sub">{row.username}</span>
                    </>
                  ),
                },
                { label: 'Việc', cell: (row) => <Tag strong={row.what !== 'same'}>{WHAT[row.what]}</Tag> },
                {
                  label: 'Chức vụ trong tệp',
                  cell: (row) => (
                    <ul>
                      {row.positions.map((position) => (
                        <li>{position}</li>
                      ))}
                    </ul>
                  ),
                },
                {
                  label: 'Liên hệ',
                  cell: (row) =>
                    [row.email, row.phone].filter(Boolean).join(', ') || <span class="muted">Không có</span>,
                },
              ]}
            />
            {rows.length > MOST_ROWS && (
              <p class="muted sm">Và {rows.length - MOST_ROWS} người nữa trong tệp.</p>
            )}
            <form class="row" method="post" action={`${IMPORT}/xac-nhan`}>
              <CsrfField />
              <input type="hidden" name="tep" value={fileId} />
              <Button weight="main">Lưu {count('create') + count('update')} cán bộ</Button>
              <LinkButton href={IMPORT} weight="quiet">
                Thôi
              </LinkButton>
            </form>
          </>
        )}
      </div>
    </OfficersFrame>
  );
}
