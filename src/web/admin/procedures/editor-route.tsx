import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { loadDirectory } from '../../../modules/agencies/index.ts';
import { nationalDifferences } from '../../../modules/exchange/index.ts';
import { listFlows } from '../../../modules/flows/index.ts';
import { listForms } from '../../../modules/forms/index.ts';
import {
  fitsOf,
  openFields,
  openProcedure,
  PROCEDURE_LABELS,
  publicationFaults,
  saveProcedureDraft,
  type OpenProcedure,
} from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken, viewerOf } from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { EditorPage } from './editor-page.tsx';
import { changeRows, readEntered, type Entered } from './entered.ts';
import { editorPath } from './place.ts';

export interface CodeParams {
  code: string;
}

/** Guards of every page of procedures. */
export const SEE = { preHandler: requireOfficer('procedure.edit') };
export const CHANGE = { preHandler: [requireOfficer('procedure.edit'), requireToken] };

/** @throws NotFound in words for administrators */
export async function mustOpen({ db }: Platform, code: string): Promise<OpenProcedure> {
  const found = await openProcedure(db, code);
  if (found) return found;
  throw new NotFound('Không có thủ tục nào mang mã này. Tìm lại trong danh sách.', {
    href: '/quan-tri/thu-tuc',
    label: 'Danh sách thủ tục',
  });
}

interface EditorQuery {
  'truong-hop'?: string;
  mo?: string;
}

/** The editor of one procedure; everything it shows is kept as a draft at every button. */
export function editorRoutes(server: FastifyInstance, platform: Platform): void {
  const path = '/quan-tri/thu-tuc/:code';

  server.get<{ Params: CodeParams; Querystring: EditorQuery }>(path, SEE, async (request, reply) => {
    const procedure = await mustOpen(platform, request.params.code);
    const { cases } = procedure.definition;
    const index = cases.findIndex((one) => one.code === request.query['truong-hop']);
    return draw(request, reply, procedure, { caseIndex: Math.max(index, 0), open: request.query.mo ?? null });
  });

  server.post<{ Params: CodeParams }>(path, CHANGE, async (request, reply) => {
    const procedure = await mustOpen(platform, request.params.code);
    const { code } = procedure;
    const body = fieldsOf(request.body);
    const caseIndex = numberOf(body.case);
    const revision = numberOf(body.revision);
    const now = platform.clock.now();
    const fields = await openFields(platform.db, localDate(now));
    const entered = readEntered(request.body, procedure.definition, caseIndex, fields);
    const act = body.do ?? 'save';
    if (entered.faults.length > 0) {
      const errors = entered.faults.map(({ place, message }) => ({ field: place, text: message }));
      return draw(request, reply, procedure, {
        caseIndex,
        entered,
        revision,
        turned: { status: 422, errors },
      });
    }
    const changed = changeRows(entered.definition, caseIndex, act);
    const definition = changed?.definition ?? entered.definition;
    try {
      await platform.db
        .transaction()
        .execute((tx) => saveProcedureDraft(tx, definition, { revision, by: editorOf(request), at: now }));
    } catch (error) {
      // Who saves again after having been told means to: the page then carries the newest revision.
      return draw(request, reply, procedure, { caseIndex, entered, turned: turnedBack(error) });
    }
    const base = editorPath(code);
    if (act === 'publish') return seeOther(reply, `${base}/cong-bo`);
    const wanted = /^case:(\d+)$/.exec(act);
    const shown = wanted
      ? definition.cases[Number(wanted[1])]
      : shownAfter(definition.cases, procedure.definition.cases[caseIndex]?.code, caseIndex);
    const query = new URLSearchParams();
    if (shown) query.set('truong-hop', shown.code);
    if (changed) query.set('mo', `${changed.list}.${changed.row}`);
    else if (!wanted) flash(reply, 'Đã lưu nháp.');
    const place = changed ? `#${changed.list}.${changed.row}` : wanted ? '#giay-to' : '';
    return seeOther(reply, `${base}${query.size > 0 ? `?${query.toString()}` : ''}${place}`);
  });

  async function draw(
    request: FastifyRequest,
    reply: FastifyReply,
    procedure: OpenProcedure,
    view: {
      caseIndex: number;
      open?: string | null;
      entered?: Entered;
      revision?: number;
      turned?: TurnedBack;
    },
  ): Promise<FastifyReply> {
    const { db, clock } = platform;
    const { caseIndex, open = null, entered, turned } = view;
    const definition = entered?.definition ?? procedure.definition;
    const [desk, directory, forms, flows, fields, faults, fits, national] = await Promise.all([
      deskOf(platform, viewerOf(request)),
      loadDirectory(db),
      listForms(db),
      listFlows(db),
      openFields(db, localDate(clock.now())),
      publicationFaults(db, definition),
      fitsOf(db, definition),
      nationalDifferences(db, procedure.code),
    ]);
    const today = localDate(clock.now());
    const errors = turned?.errors ?? [];
    return page(
      reply,
      <EditorPage
        desk={desk}
        procedure={procedure}
        definition={definition}
        revision={view.revision ?? procedure.draft?.revision ?? 0}
        shown={definition.cases[Math.min(caseIndex, definition.cases.length - 1)]}
        open={open}
        faults={faults}
        fits={fits}
        errors={errors}
        national={
          national?.pending
            ? {
                parts: national.parts.map((part) => (PROCEDURE_LABELS[part] ?? part).toLocaleLowerCase('vi')),
                fetchedAt: national.fetchedAt,
              }
            : null
        }
        stale={turned?.stale}
        turned={
          entered
            ? {
                typed: entered.typed,
                faults: new Map(errors.flatMap(({ field, text }) => (field ? [[field, text] as const] : []))),
              }
            : null
        }
        choices={{
          fields,
          agencies: directory.inForce(today).map(({ slug, name, kind }) => ({ slug, name, kind })),
          forms: forms.map((form) => ({ value: form.code, label: form.title })),
          flows: flows.map((flow) => ({ value: flow.code, label: flow.name })),
        }}
      />,
      { status: turned?.status ?? 200 },
    );
  }
}

/** The case that was shown, wherever it stands now; the nearest when it is gone. */
function shownAfter<T extends { code: string }>(
  cases: readonly T[],
  code: string | undefined,
  index: number,
): T | undefined {
  return cases.find((one) => one.code === code) ?? cases[Math.min(index, cases.length - 1)];
}
