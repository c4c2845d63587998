import { formatDateTime } from '../../../core/dates.ts';
import type { FormVersionRow, OpenForm } from '../../../modules/forms/index.ts';
import type { FormUse } from '../../../modules/procedures/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorSummary,
  Facts,
  LinkButton,
  Note,
  Pager,
  Table,
  Tag,
  usePage,
} from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField } from '../parts.tsx';
import type { TurnedBack } from '../request.ts';
import { FORMS, formPath } from './paths.ts';

/** One form: what is in force, the open draft, who uses it, all versions. */
export function FormPage(props: {
  desk: Desk;
  form: OpenForm;
  uses: FormUse[];
  versions: FormVersionRow[];
  /** Link to older versions. */
  older: string | null;
  seen: number;
  turnedBack?: TurnedBack;
}) {
  const { desk, form, uses, versions, older, seen, turnedBack } = props;
  const { code, published, draft } = form;
  const { exists } = usePage();
  return (
    <AdminFrame
      desk={desk}
      title={form.definition.title}
      active={FORMS}
      failed={turnedBack !== undefined}
      breadcrumbs={[{ label: 'Biểu mẫu', href: FORMS }, { label: form.definition.title }]}
      sub={
        <>
          <span class="code">{code}</span>{' '}
          {published ? <Tag>Đang dùng bản {published.version}</Tag> : <Tag>Chưa công bố</Tag>}{' '}
          {draft && <Tag>Có bản nháp</Tag>}
        </>
      }
      actions={
        <>
          <LinkButton href={formPath(code, 'tep.json')} icon="download" download>
            Tải tệp
          </LinkButton>
          <LinkButton href={`${FORMS}/tao?tu=${code}`} icon="copy">
            Tạo bản sao
          </LinkButton>
          <LinkButton href={formPath(code, 'xem-truoc')} icon="eye">
            Xem trước
          </LinkButton>
          <LinkButton href={formPath(code, 'sua')} weight="main" icon="pencil">
            {draft ? 'Sửa tiếp bản nháp' : 'Sửa'}
          </LinkButton>
        </>
      }
    >
      <div class="stack">
        {turnedBack && <ErrorSummary errors={turnedBack.errors} />}
        {draft && (
          <Note tone="info" title={`${draft.updatedBy} lưu bản nháp lúc ${formatDateTime(draft.updatedAt)}.`}>
            Bản nháp chưa có hiệu lực cho tới khi công bố.
            <span class="row mt-2">
              <LinkButton size="sm" href={formPath(code, 'cong-bo')}>
                Kiểm tra và công bố
              </LinkButton>
              <form method="post" action={formPath(code, 'bo-nhap')}>
                <CsrfField />
                <input type="hidden" name="revision" value={String(draft.revision)} />
                <Button size="sm" weight="stop">
                  Bỏ bản nháp
                </Button>
              </form>
            </span>
          </Note>
        )}
        <section class="card">
          <h2 class="h-s mb-2">Đang dùng</h2>
          <Facts
            items={[
              { label: 'Căn cứ pháp lý', value: form.definition.legalBasis },
              {
                label: 'Thủ tục dùng biểu mẫu này',
                value:
                  uses.length === 0 ? (
                    <span class="muted">Chưa có. Chọn biểu mẫu này trong phần soạn thủ tục.</span>
                  ) : (
                    <ul>
                      {uses.map((use) => (
                        <li>
                          {exists('/quan-tri/thu-tuc/:code') ? (
                            <a href={`/quan-tri/thu-tuc/${use.code}`}>{use.name}</a>
                          ) : (
                            use.name
                          )}{' '}
                          <span class="code muted">{use.code}</span>
                          {published && use.formVersion !== published.version && (
                            <span class="sub">Đang dùng bản {use.formVersion ?? 'khác'}</span>
                          )}
                        </li>
                      ))}
                    </ul>
                  ),
              },
            ]}
          />
        </section>
        {versions.length > 0 && (
          <section>
            <h2 class="h-s mb-2">Các bản đã công bố</h2>
            <Table
              label="Các bản đã công bố"
              rows={versions}
              columns={[
                {
                  label: 'Bản',
                  cell: (row) => (
                    <>
                      <a href={formPath(code, `xem-truoc?ban=${row.version}`)}>Bản {row.version}</a>
                      {row.version === published?.version && <span class="sub">đang dùng</span>}
                    </>
                  ),
                },
                {
                  label: 'Công bố lúc',
                  cell: (row) => <time class="num">{formatDateTime(row.publishedAt)}</time>,
                },
                { label: 'Người công bố', cell: (row) => row.byName },
                { label: 'Lý do', cell: (row) => row.note || <span class="muted">Không ghi</span> },
                {
                  label: 'Thao tác',
                  cell: (row) => (
                    <div class="row">
                      {row.version > 1 && (
                        <a href={formPath(code, `so-sanh?tu=${row.version - 1}&den=${row.version}`)}>
                          Chỗ khác bản trước<span class="vh"> của bản {row.version}</span>
                        </a>
                      )}
                      <a href={formPath(code, `tep.json?ban=${row.version}`)} download>
                        Tải tệp<span class="vh"> bản {row.version}</span>
                      </a>
                      {row.version !== published?.version && (
                        <form method="post" action={formPath(code, 'cong-bo-lai')}>
                          <CsrfField />
                          <SeenField seen={seen} />
                          <input type="hidden" name="version" value={String(row.version)} />
                          <Button size="sm">
                            Công bố lại<span class="vh"> bản {row.version}</span>
                          </Button>
                        </form>
                      )}
                    </div>
                  ),
                },
              ]}
            />
            <Pager next={older ?? undefined} />
          </section>
        )}
      </div>
    </AdminFrame>
  );
}
