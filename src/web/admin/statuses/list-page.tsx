import { formatDate, localDate } from '../../../core/dates.ts';
import { APPENDIX_ROWS, STATUS_INFO } from '../../../core/status/index.ts';
import type { StaleEdit } from '../../../modules/configuration/index.ts';
import { inUse, type StatusDetail, type StatusNote } from '../../../modules/statuses/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import {
  Button,
  CsrfField,
  ErrorNote,
  ErrorSummary,
  LinkButton,
  StatusBadge,
  Tag,
  type FormError,
} from '../../ui/index.ts';
import { SeenField, StaleNote } from '../parts.tsx';
import { DETAILS, HOME, StatusFrame } from './frame.tsx';

/** The catalogue: statuses of Appendix I with their order and explanation, detailed ones under each. */
export function StatusListPage(props: {
  desk: Desk;
  notes: StatusNote[];
  details: StatusDetail[];
  now: Date;
  seen: number;
  errors?: FormError[];
  stale?: StaleEdit;
}) {
  const { desk, notes, details, now, seen, errors = [], stale } = props;
  return (
    <StatusFrame
      desk={desk}
      title="Trạng thái"
      sub="Tên theo Phụ lục I, Thông tư 22/2019/TT-BTTTT, không đổi được"
      page="list"
      failed={errors.length > 0}
      actions={
        <LinkButton href={`${DETAILS}/moi`} icon="plus" weight="main">
          Thêm trạng thái chi tiết
        </LinkButton>
      }
    >
      <form class="stack" method="post" action={HOME}>
        <CsrfField />
        <SeenField seen={seen} />
        {stale ? <StaleNote stale={stale} href={HOME} /> : <ErrorSummary errors={errors} />}
        <div class="table-box" tabIndex={0} role="region" aria-label="Danh mục trạng thái">
          <table class="table table--cards">
            <thead>
              <tr>
                <th scope="col">Trạng thái</th>
                <th scope="col">Trạng thái chi tiết</th>
                <th scope="col">Lời giải thích trên Cổng</th>
                <th scope="col">Thứ tự</th>
              </tr>
            </thead>
            <tbody>
              {notes.map((note) => (
                <StatusRow
                  note={note}
                  details={details.filter((detail) => detail.under === note.status)}
                  now={now}
                  errors={errors}
                />
              ))}
            </tbody>
          </table>
        </div>
        <div class="row">
          <Button weight="main">Lưu lời giải thích và thứ tự</Button>
        </div>
      </form>
    </StatusFrame>
  );
}

function StatusRow(props: { note: StatusNote; details: StatusDetail[]; now: Date; errors: FormError[] }) {
  const { note, details, now, errors } = props;
  const { status } = note;
  const error = (id: string): string | undefined => errors.find((one) => one.field === id)?.text;
  const [noteId, positionId] = [`note-${status}`, `position-${status}`];
  return (
    <tr>
      <th scope="row">
        <StatusBadge status={status} />
        <span class="sub">{APPENDIX_ROWS[status] || 'Danh mục quốc gia, QCVN 120:2019'}</span>
      </th>
      <td data-l="Trạng thái chi tiết">
        {details.length === 0 ? (
          <span class="muted">Không có</span>
        ) : (
          <ul class="status-details">
            {details.map((detail) => (
              <li>
                <a href={`${DETAILS}/${detail.code}`}>{detail.label}</a>{' '}
                {!inUse(detail, now) && (
                  <Tag>
                    {detail.validFrom > localDate(now)
                      ? `Từ ${formatDate(detail.validFrom)}`
                      : `Đến ${formatDate(detail.validTo ?? '')}`}
                  </Tag>
                )}
              </li>
            ))}
          </ul>
        )}
      </td>
      <td data-l="Lời giải thích trên Cổng">
        {error(noteId) && <ErrorNote id={`${noteId}-e`}>{error(noteId)}</ErrorNote>}
        <textarea
          class="textarea status-note"
          id={noteId}
          name={noteId}
          rows={2}
          aria-label={`Lời giải thích của “${STATUS_INFO[status].label}”`}
          aria-invalid={error(noteId) ? 'true' : undefined}
          aria-describedby={error(noteId) ? `${noteId}-e` : undefined}
        >
          {note.note}
        </textarea>
      </td>
      <td data-l="Thứ tự">
        {error(positionId) && <ErrorNote id={`${positionId}-e`}>{error(positionId)}</ErrorNote>}
        <input
          class="input status-order"
          id={positionId}
          name={positionId}
          inputMode="numeric"
          value={Number.isFinite(note.position) ? String(note.position) : ''}
          aria-label={`Thứ tự của “${STATUS_INFO[status].label}”`}
          aria-invalid={error(positionId) ? 'true' : undefined}
          aria-describedby={error(positionId) ? `${positionId}-e` : undefined}
        />
      </td>
    </tr>
  );
}
