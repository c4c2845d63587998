import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { loadDirectory, positionsIn, readDirectory, type Agency } from '../../../modules/agencies/index.ts';
import {
  cancelPlan,
  carryOutPlanned,
  confirmPlan,
  planAgain,
  previewPlan,
  previewTakeBack,
  reorganisation,
  takeBack,
  unitsOn,
  type Plan,
} from '../../../modules/organisation/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import type { FormError } from '../../ui/index.ts';
import { editorOf, fieldsOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { ChoosePage } from './choose-page.tsx';
import { OutcomePage } from './outcome-page.tsx';
import { PlanPage } from './plan-page.tsx';
import { fieldOfPlace, planFrom, proposal, targetCount, type Typed } from './plan-typed.ts';
import { PreviewPage } from './preview-page.tsx';
import { TakeBackPage } from './take-back-page.tsx';
import { HREF } from './words.ts';

interface MergeQuery {
  'co-quan'?: string | string[];
  nhan?: string;
  'o-lai'?: string;
  buoc?: string;
}

/** Which agencies a form is about. */
interface Subject {
  kind: Plan['kind'];
  sources: Agency[];
  into: Agency | undefined;
  action: string;
}

/** Mergers and splits: choose, fill in, preview, confirm; what came of them. */
export function reorganisationRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('agency.edit') };
  const change = { preHandler: [requireOfficer('agency.edit'), requireToken] };
  const today = (): string => localDate(clock.now());

  server.get<{ Querystring: MergeQuery }>(`${HREF}/sap-nhap`, guard, async (request, reply) => {
    const subject = await mergeOf(request.query);
    if (request.query.buoc === '2' && 'sources' in subject) return form(request, reply, subject);
    return choose(request, reply, 'errors' in subject && request.query.buoc === '2' ? subject.errors : []);
  });

  server.post<{ Querystring: MergeQuery }>(`${HREF}/sap-nhap`, change, async (request, reply) => {
    const subject = await mergeOf(request.query);
    return 'errors' in subject ? choose(request, reply, subject.errors) : answer(request, reply, subject);
  });

  server.get<{ Params: { id: string } }>(`${HREF}/:id(^\\d+$)/chia-tach`, guard, async (request, reply) =>
    form(request, reply, await splitOf(request.params.id)),
  );

  server.post<{ Params: { id: string } }>(`${HREF}/:id(^\\d+$)/chia-tach`, change, async (request, reply) =>
    answer(request, reply, await splitOf(request.params.id)),
  );

  server.get<{ Params: { id: string } }>(`${HREF}/sap-xep/:id(^\\d+$)`, guard, async (request, reply) =>
    outcome(request, reply, Number(request.params.id), []),
  );

  server.post<{ Params: { id: string } }>(`${HREF}/sap-xep/:id(^\\d+$)`, change, async (request, reply) => {
    const id = Number(request.params.id);
    try {
      const doing = fieldsOf(request.body)['doing'];
      if (doing === 'plan') {
        const again = await planAgain(platform, id, editorOf(request));
        flash(reply, again.state === 'planned' ? 'Đã lập lại kế hoạch.' : 'Đã thực hiện lại.');
        return seeOther(reply, `${HREF}/sap-xep/${again.id}`);
      }
      if (doing === 'again') {
        if (await carryOutPlanned(platform, id)) flash(reply, 'Đã thực hiện.');
      } else {
        await cancelPlan(platform, id, editorOf(request));
        flash(reply, 'Đã hủy kế hoạch.');
      }
      return seeOther(reply, `${HREF}/sap-xep/${id}`);
    } catch (error) {
      return outcome(request, reply, id, turnedBack(error).errors);
    }
  });

  const back = `${HREF}/sap-xep/:id(^\\d+$)/lay-lai`;
  server.get<{ Params: { id: string } }>(back, guard, async (request, reply) =>
    takingBack(request, reply, Number(request.params.id)),
  );

  server.post<{ Params: { id: string } }>(back, change, async (request, reply) => {
    const id = Number(request.params.id);
    try {
      const { mark = '' } = fieldsOf(request.body);
      await takeBack(platform, id, { by: editorOf(request), mark });
      server.viewers.forget(null);
      flash(reply, 'Đã lấy lại như trước.');
      return seeOther(reply, `${HREF}/sap-xep/${id}`);
    } catch (error) {
      return takingBack(request, reply, id, turnedBack(error));
    }
  });

  /** What would come back and what would stay, with the numbers of now. */
  async function takingBack(request: FastifyRequest, reply: FastifyReply, id: number, why?: TurnedBack) {
    const one = await reorganisation(db, id);
    if (!one) throw new NotFound('Không có việc này.', { href: HREF, label: 'Danh sách cơ quan' });
    let turned = why;
    const preview = await previewTakeBack(platform, one).catch((error: unknown) => {
      turned ??= turnedBack(error);
      return null;
    });
    return page(
      reply,
      <TakeBackPage
        desk={await deskOf(platform, viewerOf(request))}
        directory={await readDirectory(db)}
        one={one}
        preview={preview}
        errors={turned?.errors ?? []}
      />,
      { status: turned?.status },
    );
  }

  async function mergeOf(query: MergeQuery): Promise<Subject | { errors: FormError[] }> {
    const directory = await readDirectory(db);
    const into = query.nhan === 'cu' ? directory.agencyById(Number(query['o-lai'])) : undefined;
    const chosen = [...new Set([query['co-quan'] ?? []].flat().map(Number))];
    const sources = chosen.flatMap((id) => (id === into?.id ? [] : (directory.agencyById(id) ?? [])));
    const errors: FormError[] = [];
    if (query.nhan === 'cu' && !into) errors.push({ field: 'o-lai', text: 'Chọn cơ quan ở lại.' });
    if (sources.length < (into ? 1 : 2)) {
      const text = into
        ? 'Chọn ít nhất một cơ quan khác với cơ quan ở lại.'
        : 'Chọn ít nhất hai cơ quan để sáp nhập.';
      errors.push({ field: 'sources', text });
    }
    if (errors.length > 0) return { errors };
    const address = new URLSearchParams([
      ...sources.map((one) => ['co-quan', String(one.id)]),
      ['buoc', '2'],
    ]);
    if (into) {
      address.set('nhan', 'cu');
      address.set('o-lai', String(into.id));
    }
    return { kind: 'merge', sources, into, action: `${HREF}/sap-nhap?${address.toString()}` };
  }

  async function splitOf(id: string): Promise<Subject> {
    const agency = (await readDirectory(db)).agencyById(Number(id));
    if (!agency) throw new NotFound('Không có cơ quan này.', { href: HREF, label: 'Danh sách cơ quan' });
    return { kind: 'split', sources: [agency], into: undefined, action: `${HREF}/${agency.id}/chia-tach` };
  }

  async function choose(request: FastifyRequest, reply: FastifyReply, errors: FormError[]) {
    const query = request.query as MergeQuery;
    return page(
      reply,
      <ChoosePage
        desk={await deskOf(platform, viewerOf(request))}
        directory={await loadDirectory(db)}
        today={today()}
        chosen={[query['co-quan'] ?? []].flat().map(Number)}
        into={query.nhan ?? 'moi'}
        errors={errors}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

  async function form(
    request: FastifyRequest,
    reply: FastifyReply,
    subject: Subject,
    typed?: Typed,
    errors: FormError[] = [],
  ) {
    const directory = await readDirectory(db);
    const { kind, sources, into, action } = subject;
    const units = sources.flatMap((agency) => unitsOn(agency, today()).map((unit) => unit.id));
    return page(
      reply,
      <PlanPage
        desk={await deskOf(platform, viewerOf(request))}
        directory={directory}
        kind={kind}
        sources={sources}
        into={into}
        positions={await positionsIn(db, units, today())}
        typed={typed ?? proposal(kind, sources, into?.id ?? null, today(), directory)}
        today={today()}
        action={action}
        errors={errors}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

  /** The filled-in form: shown again, previewed or carried out. */
  async function answer(request: FastifyRequest, reply: FastifyReply, subject: Subject) {
    const { kind, sources, into, action } = subject;
    const typed = fieldsOf(request.body);
    const plan = planFrom(kind, sources, into?.id ?? null, typed);
    if (typed['doing'] === 'edit') return form(request, reply, subject, typed);
    if (typed['doing'] === 'more') {
      return form(request, reply, subject, { ...typed, count: String(targetCount(typed) + 1) });
    }
    const preview = await previewPlan(db, plan, clock.now());
    if (preview.faults.length > 0) {
      const errors = preview.faults.map((fault) => ({
        field: fieldOfPlace(fault.place),
        text: fault.message,
      }));
      return form(request, reply, subject, typed, errors);
    }
    if (typed['doing'] !== 'confirm') {
      return page(
        reply,
        <PreviewPage
          desk={await deskOf(platform, viewerOf(request))}
          plan={plan}
          preview={preview}
          into={into}
          typed={typed}
          today={today()}
          action={action}
        />,
      );
    }
    try {
      const one = await confirmPlan(platform, plan, titleOf(plan, subject), editorOf(request));
      flash(
        reply,
        one.state === 'planned'
          ? 'Đã lưu kế hoạch.'
          : kind === 'merge'
            ? 'Đã sáp nhập các cơ quan.'
            : 'Đã chia tách cơ quan.',
      );
      return seeOther(reply, `${HREF}/sap-xep/${one.id}`);
    } catch (error) {
      return form(request, reply, subject, typed, turnedBack(error, fieldOfPlace).errors);
    }
  }

  async function outcome(request: FastifyRequest, reply: FastifyReply, id: number, errors: FormError[]) {
    const one = await reorganisation(db, id);
    if (!one) throw new NotFound('Không có việc này.', { href: HREF, label: 'Danh sách cơ quan' });
    return page(
      reply,
      <OutcomePage
        desk={await deskOf(platform, viewerOf(request))}
        directory={await readDirectory(db)}
        one={one}
        errors={errors}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }
}

function titleOf(plan: Plan, { sources, into }: Subject): string {
  const from = sources.map((one) => one.shortName).join(', ');
  const to = plan.targets
    .map((target) => ('create' in target ? target.create.shortName : (into?.shortName ?? '')))
    .join(', ');
  return plan.kind === 'merge' ? `Sáp nhập ${from} thành ${to}` : `Chia tách ${from} thành ${to}`;
}
