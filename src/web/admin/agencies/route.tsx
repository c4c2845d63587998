import type { FastifyInstance, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { clean } from '../../../core/text.ts';
import {
  agencyObject,
  factsOf,
  loadDirectory,
  readDirectory,
  restoreAgency,
  type Agency,
} from '../../../modules/agencies/index.ts';
import { changeById, listChanges, seenChange } from '../../../modules/configuration/index.ts';
import { agencyLoads } from '../../../modules/dossiers/index.ts';
import { editAgency, endAgency, endingReport, reorganisations } from '../../../modules/organisation/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack } from '../request.ts';
import { AgencyPage, type AgencyPageProps } from './agency-page.tsx';
import { EndPage } from './end-page.tsx';
import { AgencyListPage, type Show } from './list-page.tsx';
import { reorganisationRoutes } from './reorganisation-route.tsx';
import { factsFrom, handOverOf, typedFrom, typedNew, typedOf, type TypedAgency } from './typed.ts';
import { dateOf, dateText, HREF } from './words.ts';

const HISTORY = 10;

/** Agencies and units: tree, one agency, its end; mergers and splits. */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('agency.edit') };
  const change = { preHandler: [requireOfficer('agency.edit'), requireToken] };
  const today = (): string => localDate(clock.now());

  server.get<{ Querystring: { q?: string; xem?: string } }>(HREF, guard, async (request, reply) => {
    const { q, xem } = request.query;
    const show: Show = xem === 'da-ket-thuc' || xem === 'tat-ca' ? xem : 'dang-hoat-dong';
    return page(
      reply,
      <AgencyListPage
        desk={await deskOf(platform, viewerOf(request))}
        directory={await readDirectory(db)}
        show={show}
        typed={clean([q ?? ''].flat().at(-1) ?? '').slice(0, 100)}
        today={today()}
        planned={(await reorganisations(db)).filter((one) => one.state === 'planned')}
      />,
    );
  });

  server.get(`${HREF}/moi`, guard, async (request, reply) =>
    page(reply, <AgencyPage {...await newProps(request)} typed={typedNew(today())} />),
  );

  server.post(`${HREF}/moi`, change, async (request, reply) => {
    const typed = typedFrom(fieldsOf(request.body));
    try {
      const id = await db
        .transaction()
        .execute((tx) => editAgency(tx, factsFrom(typed, null), { by: editorOf(request), at: clock.now() }));
      flash(reply, 'Đã thêm cơ quan.');
      return seeOther(reply, `${HREF}/${id}`);
    } catch (error) {
      const turned = turnedBack(error);
      return page(reply, <AgencyPage {...await newProps(request)} typed={typed} turned={turned} />, turned);
    }
  });

  server.get<{ Params: { id: string } }>(`${HREF}/:id(^\\d+$)`, guard, async (request, reply) => {
    const agency = await agencyOf(request.params.id);
    return page(reply, <AgencyPage {...await agencyProps(request, agency, typedOf(factsOf(agency)))} />);
  });

  server.post<{ Params: { id: string } }>(`${HREF}/:id(^\\d+$)`, change, async (request, reply) => {
    const agency = await agencyOf(request.params.id);
    const typed = typedFrom(fieldsOf(request.body));
    const seen = numberOf(typed.fields['seen']);
    try {
      await db
        .transaction()
        .execute((tx) =>
          editAgency(
            tx,
            factsFrom(typed, factsOf(agency)),
            { by: editorOf(request), at: clock.now(), seen },
            { handOver: handOverOf(typed), renamed: typed.fields['renamed'] !== undefined },
          ),
        );
      flash(reply, 'Đã lưu cơ quan.');
      return seeOther(reply, `${HREF}/${agency.id}`);
    } catch (error) {
      const turned = turnedBack(error);
      return page(
        reply,
        <AgencyPage {...await agencyProps(request, agency, typed)} turned={turned} />,
        turned,
      );
    }
  });

  server.post<{ Params: { id: string } }>(`${HREF}/:id(^\\d+$)/lay-lai`, change, async (request, reply) => {
    const agency = await agencyOf(request.params.id);
    const found = await changeById(db, numberOf(fieldsOf(request.body)['change']));
    if (!found || found.object !== agencyObject(agency.id)) throw new NotFound('Không có thay đổi này.');
    try {
      await db
        .transaction()
        .execute((tx) =>
          restoreAgency(tx, String(agency.id), found.before, { by: editorOf(request), at: clock.now() }),
        );
      flash(reply, 'Đã lấy lại bản trước.');
      return seeOther(reply, `${HREF}/${agency.id}`);
    } catch (error) {
      const turned = turnedBack(error);
      const props = await agencyProps(request, agency, typedOf(factsOf(agency)));
      return page(reply, <AgencyPage {...props} turned={turned} />, turned);
    }
  });

  server.get<{ Params: { id: string } }>(`${HREF}/:id(^\\d+$)/ket-thuc`, guard, async (request, reply) => {
    const agency = await agencyOf(request.params.id);
    return page(
      reply,
      <EndPage
        desk={await deskOf(platform, viewerOf(request))}
        agency={agency}
        report={await endingReport(db, agency, today())}
        day={dateText(today())}
        seen={await seenChange(db, agencyObject(agency.id))}
      />,
    );
  });

  server.post<{ Params: { id: string } }>(`${HREF}/:id(^\\d+$)/ket-thuc`, change, async (request, reply) => {
    const agency = await agencyOf(request.params.id);
    const fields = fieldsOf(request.body);
    const seen = numberOf(fields['seen']);
    const day = dateOf(fields['validTo'] ?? '');
    try {
      await db
        .transaction()
        .execute((tx) => endAgency(tx, agency.id, day, { by: editorOf(request), at: clock.now(), seen }));
      flash(reply, `Đã ghi ngày kết thúc ${dateText(day)}.`);
      return seeOther(reply, `${HREF}/${agency.id}`);
    } catch (error) {
      const turned = turnedBack(error);
      return page(
        reply,
        <EndPage
          desk={await deskOf(platform, viewerOf(request))}
          agency={agency}
          report={await endingReport(db, agency, today())}
          day={fields['validTo'] ?? ''}
          seen={await seenChange(db, agencyObject(agency.id))}
          turned={turned}
        />,
        turned,
      );
    }
  });

  reorganisationRoutes(server, platform);

  async function agencyOf(id: string): Promise<Agency> {
    const agency = (await readDirectory(db)).agencyById(Number(id));
    if (agency) return agency;
    throw new NotFound('Không có cơ quan này. Chọn lại trong danh sách.', {
      href: HREF,
      label: 'Danh sách cơ quan',
    });
  }

  async function newProps(request: FastifyRequest): Promise<Omit<AgencyPageProps, 'typed'>> {
    return {
      desk: await deskOf(platform, viewerOf(request)),
      directory: await loadDirectory(db),
      agency: null,
      today: today(),
      seen: 0,
      load: null,
      history: [],
    };
  }

  async function agencyProps(
    request: FastifyRequest,
    agency: Agency,
    typed: TypedAgency,
  ): Promise<AgencyPageProps> {
    const object = agencyObject(agency.id);
    return {
      desk: await deskOf(platform, viewerOf(request)),
      directory: await readDirectory(db),
      agency,
      typed,
      today: today(),
      seen: await seenChange(db, object),
      load: (await agencyLoads(db, [agency.id])).get(agency.id) ?? null,
      history: await listChanges(db, { object, limit: HISTORY }),
    };
  }
}
