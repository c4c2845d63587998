import { spansText } from '../../../core/calendar/index.ts';
import { formatDate, formatDateTime, weekdayName } from '../../../core/dates.ts';
import { formatNumber } from '../../../core/money.ts';
import type { Agency, Directory } from '../../../modules/agencies/index.ts';
import type { CalendarChange, CalendarEffect } from '../../../modules/working-time/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, LinkButton, Note, Table } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField } from '../parts.tsx';
import { calendarHref, HREF, KINDS } from './words.ts';

/** Examples that the page names. */
const SHOWN = 10;

/** What a change of the calendar does to what was promised, and the decision, before it is saved. */
export function EffectPage(props: {
  desk: Desk;
  directory: Directory;
  agency: Agency | null;
  year: number;
  change: CalendarChange;
  effect: CalendarEffect;
  seen: number;
  hidden: [string, string][];
}) {
  const { desk, directory, agency, year, change, effect, seen, hidden } = props;
  const count = effect.moved.length;
  const sooner = count - effect.later;
  // A day that falls out can not be worked on; a day gained binds nobody to come sooner.
  const recount = effect.later > 0;
  return (
    <AdminFrame
      desk={desk}
      title="Ảnh hưởng của thay đổi lịch"
      sub={`${agency?.name ?? 'Toàn tỉnh'}, xem trước khi lưu`}
      active={HREF}
      breadcrumbs={[
        { label: 'Lịch làm việc', href: calendarHref(year, agency?.id ?? null) },
        { label: 'Ảnh hưởng' },
      ]}
    >
      <form method="post" action={`${HREF}/luu`} class="stack">
        <CsrfField />
        <SeenField seen={seen} />
        {hidden.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <section class="card">
          <h2 class="h-s mb-2">Thay đổi</h2>
          <ul class="ul">
            {change.kind === 'hours'
              ? Object.entries(change.hours).map(([day, spans]) => (
                  <li>
                    {weekdayName(`2024-01-0${day}`)}: {spansText(spans) || 'không làm việc'}
                  </li>
                ))
              : [
                  ...change.put.map((row) => (
                    <li>
                      {weekdayName(row.date)} {formatDate(row.date)}: {row.name} (
                      {KINDS[row.kind].toLocaleLowerCase('vi')})
                    </li>
                  )),
                  ...change.drop.map((date) => (
                    <li>
                      {weekdayName(date)} {formatDate(date)}: trở lại như ngày thường
                    </li>
                  )),
                ]}
          </ul>
        </section>
        {count === 0 ? (
          <Note tone="ok" title="Không hồ sơ nào đổi hạn.">
            {effect.running === 0
              ? 'Không có hồ sơ đang chạy bị chạm tới.'
              : `Đã xem ${formatNumber(effect.running)} hồ sơ đang chạy.`}
            {effect.stepsOnly.length > 0 &&
              ` Hạn của bước đang làm thay đổi ở ${formatNumber(effect.stepsOnly.length)} hồ sơ.`}
          </Note>
        ) : (
          <>
            <Note tone="warn" title={`${formatNumber(count)} hồ sơ đang chạy sẽ đổi ngày hẹn trả.`}>
              {effect.later > 0 && `${formatNumber(effect.later)} hồ sơ hẹn muộn hơn. `}
              {sooner > 0 && `${formatNumber(sooner)} hồ sơ hẹn sớm hơn. `}
              Ngày hẹn đã in trên giấy tiếp nhận không tự đổi.
            </Note>
            <Table
              label="Hồ sơ đổi ngày hẹn"
              rows={effect.moved.slice(0, SHOWN)}
              columns={[
                { label: 'Hồ sơ', cell: (move) => <span class="code">{move.name}</span> },
                { label: 'Thủ tục', cell: (move) => move.procedureName },
                { label: 'Cơ quan', cell: (move) => directory.agencyById(move.agencyId)?.shortName },
                { label: 'Đã hẹn', cell: (move) => (move.from ? formatDateTime(move.from) : '') },
                { label: 'Tính lại', cell: (move) => (move.to ? <b>{formatDateTime(move.to)}</b> : '') },
              ]}
            />
            {count > SHOWN && <p class="muted">và {formatNumber(count - SHOWN)} hồ sơ khác.</p>}
          </>
        )}
        {count + effect.stepsOnly.length > 0 ? (
          <fieldset class="card">
            <legend class="h-s">Hồ sơ đang chạy thì sao?</legend>
            <label class="pick">
              <input type="radio" name="decision" value="keep" checked={!recount} />
              <span>
                Giữ hạn đã hẹn
                <small>
                  Cơ quan vẫn trả kết quả đúng ngày đã in trên giấy hẹn. Chỉ hồ sơ mới tính theo lịch mới.
                </small>
              </span>
            </label>
            <label class="pick">
              <input type="radio" name="decision" value="recount" checked={recount} />
              <span>
                Tính lại và báo người nộp
                <small>
                  Nên dùng khi có thêm ngày nghỉ: thời hạn tính bằng ngày làm việc, hạn rơi vào ngày nghỉ thì
                  sang ngày làm việc kế tiếp (Bộ luật Dân sự 2015, điều 148). Mỗi hồ sơ ghi một dòng vết,
                  người nộp nhận thông báo.
                </small>
              </span>
            </label>
          </fieldset>
        ) : (
          <input type="hidden" name="decision" value="keep" />
        )}
        <p class="row">
          <Button type="submit" weight="main">
            Lưu lịch
          </Button>
          <LinkButton href={calendarHref(year, agency?.id ?? null)}>Không lưu</LinkButton>
        </p>
      </form>
    </AdminFrame>
  );
}
