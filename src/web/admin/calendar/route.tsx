import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { makeCalendar, OFFICE_WEEK, suggestedDays } from '../../../core/calendar/index.ts';
import { localDate } from '../../../core/dates.ts';
import {
  agencyObject,
  calendarDays,
  calendarObject,
  readDirectory,
  rowsFor,
  type Agency,
  type Directory,
} from '../../../modules/agencies/index.ts';
import { seenChange } from '../../../modules/configuration/index.ts';
import { calendarEffect, changeCalendar } from '../../../modules/working-time/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { EffectPage } from './effect-page.tsx';
import { changeFrom, hiddenOf } from './typed.ts';
import { calendarHref, HREF } from './words.ts';
import { YearPage } from './year-page.tsx';

interface Scope {
  directory: Directory;
  agency: Agency | null;
  year: number;
}

/** Working calendar: a year of the province or of an agency; every change is shown with its effect before it is saved. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('calendar.edit') };
  const change = { preHandler: [requireOfficer('calendar.edit'), requireToken] };

  server.get(HREF, guard, async (request, reply) => {
    const { nam, 'co-quan': agency } = fieldsOf(request.query);
    return year(request, reply, await scopeOf(nam, agency));
  });

  server.post(`${HREF}/xem-truoc`, change, async (request, reply) => {
    const fields = fieldsOf(request.body);
    const scope = await scopeOf(fields['nam'], fields['co-quan']);
    try {
      const asked = changeFrom(request.body, scope.year, scope.agency, weeklyOf(scope));
      return page(
        reply,
        <EffectPage
          desk={await deskOf(platform, viewerOf(request))}
          directory={scope.directory}
          agency={scope.agency}
          year={scope.year}
          change={asked}
          effect={await calendarEffect(db, asked, clock.now())}
          seen={numberOf(fields['seen'])}
          hidden={hiddenOf(request.body)}
        />,
      );
    } catch (error) {
      return year(request, reply, scope, turnedBack(error), fields);
    }
  });

  server.post(`${HREF}/luu`, change, async (request, reply) => {
    const fields = fieldsOf(request.body);
    const scope = await scopeOf(fields['nam'], fields['co-quan']);
    const decision = fields['decision'] === 'recount' ? 'recount' : 'keep';
    try {
      const asked = changeFrom(request.body, scope.year, scope.agency, weeklyOf(scope));
      const edit = { by: editorOf(request), seen: numberOf(fields['seen']) };
      const effect = await changeCalendar(platform, asked, decision, edit);
      flash(
        reply,
        decision === 'recount' && effect.moved.length > 0
          ? `Đã lưu lịch. Đang tính lại hạn của ${effect.moved.length} hồ sơ và báo người nộp.`
          : 'Đã lưu lịch. Hạn đã hẹn được giữ nguyên.',
      );
      return seeOther(reply, calendarHref(scope.year, scope.agency?.id ?? null));
    } catch (error) {
      return year(request, reply, scope, turnedBack(error), fields);
    }
  });

  async function scopeOf(nam: string | undefined, agencyId: string | undefined): Promise<Scope> {
    const directory = await readDirectory(db);
    const typed = Number(nam);
    const thisYear = Number(localDate(clock.now()).slice(0, 4));
    const agency = agencyId ? directory.agencyById(Number(agencyId)) : null;
    if (agency === undefined) {
      throw new NotFound('Không có cơ quan này. Chọn lại trong danh sách.', {
        href: HREF,
        label: 'Lịch làm việc',
      });
    }
    return {
      directory,
      agency,
      year: Number.isInteger(typed) && typed >= 2020 && typed <= 2100 ? typed : thisYear,
    };
  }

  async function year(
    request: FastifyRequest,
    reply: FastifyReply,
    scope: Scope,
    turned?: TurnedBack,
    typed: Record<string, string> = {},
  ) {
    const { agency, year: shown } = scope;
    const key = { agencyId: agency?.id ?? null, year: shown };
    const rows = await rowsFor(db, agency ? [agency.id] : []);
    const all = [...(rows.get(null) ?? []), ...(agency ? (rows.get(agency.id) ?? []) : [])];
    const days = await calendarDays(db, key);
    // Suggestions are for the whole province; a day that is written already is not suggested again.
    const written = new Set(days.map((row) => row.date));
    const suggestions = agency
      ? []
      : suggestedDays(shown, weeklyOf(scope)).filter((row) => !written.has(row.date));
    const past = shown < Number(localDate(clock.now()).slice(0, 4));
    return page(
      reply,
      <YearPage
        desk={await deskOf(platform, viewerOf(request))}
        directory={scope.directory}
        agency={agency}
        year={shown}
        calendar={makeCalendar(weeklyOf(scope), all)}
        days={days}
        suggestions={past ? [] : suggestions}
        typed={typed}
        seen={await seenChange(db, calendarObject(key))}
        seenHours={agency ? await seenChange(db, agencyObject(agency.id)) : 0}
        today={localDate(clock.now())}
        turned={turned}
      />,
      { status: turned?.status ?? 200 },
    );
  }
}

const weeklyOf = ({ agency, directory }: Scope): Agency['hours'] =>
  agency?.hours ?? directory.agencies[0]?.hours ?? (OFFICE_WEEK as Agency['hours']);
