import type { ComponentChildren } from 'preact';
import {
  spansText,
  type CalendarRow,
  type HolidayRow,
  type WorkCalendar,
} from '../../../core/calendar/index.ts';
import { formatDate, weekdayName } from '../../../core/dates.ts';
import type { Agency, Directory } from '../../../modules/agencies/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, Note, SelectField, Tag, TextField } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SeenField, StaleNote } from '../parts.tsx';
import type { TurnedBack } from '../request.ts';
import { YearView } from './months.tsx';
import { calendarHref, HREF, KINDS } from './words.ts';

export interface YearPageProps {
  desk: Desk;
  directory: Directory;
  /** null: the whole province. */
  agency: Agency | null;
  year: number;
  /** What holds: hours, the province's days, the agency's own. */
  calendar: WorkCalendar;
  /** Days of the province or own days of the agency. */
  days: CalendarRow[];
  /** Proposed days that are not written yet. */
  suggestions: HolidayRow[];
  typed: Record<string, string>;
  seen: number;
  seenHours: number;
  today: string;
  turned?: TurnedBack;
}

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** A year of work: twelve months, the days that differ, suggestions to confirm, hours of an agency. */
export function YearPage(props: YearPageProps) {
  const { desk, directory, agency, year, calendar, days, suggestions, typed, seen, seenHours, today } = props;
  const { turned } = props;
  const errors = turned?.errors ?? [];
  const errorAt = (name: string): string | undefined => errors.find((one) => one.field === name)?.text;
  const here = calendarHref(year, agency?.id ?? null);
  const scope = (
    <>
      <CsrfField />
      <input type="hidden" name="nam" value={String(year)} />
      <input type="hidden" name="co-quan" value={agency ? String(agency.id) : ''} />
    </>
  );
  return (
    <AdminFrame
      desk={desk}
      title="Lịch làm việc"
      sub={`${agency?.name ?? 'Toàn tỉnh'}, năm ${year}`}
      active={HREF}
      failed={errors.length > 0}
    >
      <div class="stack">
        {turned?.stale ? <StaleNote stale={turned.stale} href={here} /> : <ErrorSummary errors={errors} />}
        <form class="row" method="get" action={HREF}>
          <label class="vh" for="pham-vi">
            Lịch của
          </label>
          <select class="select w-auto" id="pham-vi" name="co-quan">
            <option value="">Toàn tỉnh</option>
            {directory.inForce(today).map((one) => (
              <option value={String(one.id)} selected={one.id === agency?.id}>
                {one.shortName}
              </option>
            ))}
          </select>
          <label class="vh" for="nam">
            Năm
          </label>
          <input class="input w-date" id="nam" name="nam" inputMode="numeric" value={String(year)} />
          <Button type="submit">Xem</Button>
          <a href={calendarHref(year - 1, agency?.id ?? null)}>{year - 1}</a>
          <a href={calendarHref(year + 1, agency?.id ?? null)}>{year + 1}</a>
        </form>
        {suggestions.length > 0 && (
          <Suggestions suggestions={suggestions} year={year} scope={scope} seen={seen} />
        )}
        <section class="card" aria-labelledby="ca-nam">
          <div class="card__head">
            <h2 class="h-s mb-2" id="ca-nam">
              Năm {year}
            </h2>
            <p class="row sm" aria-hidden="true">
              <span class="day-key day--holiday">Nghỉ lễ</span>
              <span class="day-key day--rest">Nghỉ bù, hoán đổi</span>
              <span class="day-key day--working">Làm bù</span>
              <span class="day-key day--off">Nghỉ hằng tuần</span>
            </p>
          </div>
          <YearView year={year} calendar={calendar} today={today} />
        </section>
        <section class="card" aria-labelledby="cac-ngay">
          <h2 class="h-s mb-2" id="cac-ngay">
            {agency ? 'Ngày riêng của cơ quan' : 'Ngày khác ngày thường'}
          </h2>
          {days.length === 0 ? (
            <p class="muted">
              {agency
                ? 'Cơ quan theo lịch chung của tỉnh.'
                : 'Chưa có ngày nào. Xác nhận gợi ý hoặc thêm ngày ở dưới.'}
            </p>
          ) : (
            <form method="post" action={`${HREF}/xem-truoc`}>
              {scope}
              <SeenField seen={seen} />
              <input type="hidden" name="viec" value="bo" />
              <ul class="links">
                {days.map((day) => (
                  <li>
                    <label class="pick">
                      <input type="checkbox" name="drop" value={day.date} />
                      <span>
                        {weekdayName(day.date)} {formatDate(day.date)}: {day.name}{' '}
                        <Tag>
                          {KINDS[day.kind]}
                          {day.spans ? ` ${spansText(day.spans)}` : ''}
                        </Tag>
                      </span>
                    </label>
                  </li>
                ))}
              </ul>
              <p class="mt-3">
                <Button type="submit">Bỏ những ngày đã chọn…</Button>
              </p>
            </form>
          )}
        </section>
        <section class="card" aria-labelledby="them-ngay">
          <h2 class="h-s mb-2" id="them-ngay">
            Thêm hoặc sửa một ngày
          </h2>
          <form method="post" action={`${HREF}/xem-truoc`} novalidate>
            {scope}
            <SeenField seen={seen} />
            <input type="hidden" name="viec" value="ngay" />
            <div class="field-row">
              <TextField
                name="date"
                label="Ngày"
                hint="Ngày/tháng/năm"
                inputMode="numeric"
                value={typed['date'] ?? ''}
                error={errorAt('date')}
              />
              <SelectField
                name="kind"
                label="Loại ngày"
                value={typed['kind'] ?? 'holiday'}
                options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
              />
              <TextField
                name="name"
                label="Tên hoặc lý do"
                value={typed['name'] ?? ''}
                error={errorAt('name')}
              />
              <TextField
                name="spans"
                label="Giờ làm của ngày làm bù"
                optional
                hint="Để trống: như ngày làm việc thường"
                value={typed['spans'] ?? ''}
                error={errorAt('spans')}
              />
            </div>
            <p class="mt-3">
              <Button type="submit" weight="main">
                Xem ảnh hưởng…
              </Button>
            </p>
          </form>
        </section>
        {agency && (
          <section class="card" aria-labelledby="gio-lam-viec">
            <h2 class="h-s mb-2" id="gio-lam-viec">
              Giờ làm việc hằng tuần
            </h2>
            <p class="hint">Viết như 07:30–11:30, 13:30–17:00; để trống là không làm việc.</p>
            <form method="post" action={`${HREF}/xem-truoc`} novalidate>
              {scope}
              <SeenField seen={seenHours} />
              <input type="hidden" name="viec" value="gio" />
              <div class="field-row">
                {WEEK.map((day) => (
                  <TextField
                    name={`hours.${day}`}
                    // 1 January 2024 was a Monday.
                    label={weekdayName(`2024-01-0${day}`)}
                    value={typed[`hours.${day}`] ?? spansText(agency.hours[String(day)] ?? [])}
                    error={errorAt(`hours.${day}`)}
                  />
                ))}
              </div>
              {errorAt('hours') && <Note tone="late">{errorAt('hours')}</Note>}
              <p class="mt-3" id="hours">
                <Button type="submit">Xem ảnh hưởng của giờ mới…</Button>
              </p>
            </form>
          </section>
        )}
      </div>
    </AdminFrame>
  );
}

function Suggestions(props: {
  suggestions: HolidayRow[];
  year: number;
  scope: ComponentChildren;
  seen: number;
}) {
  const { suggestions, year, scope, seen } = props;
  return (
    <section class="card" aria-labelledby="goi-y">
      <h2 class="h-s mb-2" id="goi-y">
        Gợi ý cho năm {year}
      </h2>
      <p class="hint">
        Theo Bộ luật Lao động và lịch âm. Ngày “chờ quyết định” tùy thông báo hằng năm của Thủ tướng; chỉ xác
        nhận khi đã có văn bản.
      </p>
      <form method="post" action={`${HREF}/xem-truoc`}>
        {scope}
        <SeenField seen={seen} />
        <input type="hidden" name="viec" value="goi-y" />
        <ul class="links">
          {suggestions.map((day) => (
            <li>
              <label class="pick">
                <input type="checkbox" name="put" value={day.date} checked={!day.proposal} />
                <span>
                  {weekdayName(day.date)} {formatDate(day.date)}: {day.name} <Tag>{KINDS[day.kind]}</Tag>{' '}
                  {day.proposal && <Tag strong>Chờ quyết định</Tag>}
                </span>
              </label>
            </li>
          ))}
        </ul>
        <p class="row mt-3">
          <Button type="submit" weight="main">
            Xác nhận những ngày đã chọn…
          </Button>
          <Button type="submit" name="tat-ca" value="1">
            Xác nhận tất cả…
          </Button>
        </p>
      </form>
    </section>
  );
}
