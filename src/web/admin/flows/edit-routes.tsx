import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { editFlow, FlowEditError, outline, type Addable, type FlowEdit } from '../../../core/flow/index.ts';
import type { StepKind } from '../../../core/flow/types.ts';
import { InvalidConfiguration } from '../../../modules/configuration/index.ts';
import {
  checkFlow,
  discardFlowDraft,
  flowVersions,
  publishFlowDraft,
  saveFlowDraft,
} from '../../../modules/flows/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, page, requireOfficer, requireToken } from '../../http/index.ts';
import { renderView } from '../../http/page.tsx';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, valuesOf, type TurnedBack } from '../request.ts';
import { FlowChecks } from './checks.tsx';
import { DesignPage } from './design-page.tsx';
import { FlowMeter } from './meter.tsx';
import { flowHref, openFlow, tableHref } from './open.ts';
import { PublishPage } from './publish-page.tsx';
import { TablePage } from './table-page.tsx';
import { typedStep } from './typed-step.ts';

interface Of {
  Params: { code: string };
  Querystring: Record<string, string | undefined>;
}

/** Inputs of the table's forms by what an edit calls them. */
const FIELDS: Record<string, Record<string, string>> = {
  add: { on: 'on', from: 'addFrom', to: 'addTo' },
  connect: { from: 'pathFrom', to: 'pathTo', condition: 'pathCondition' },
};

/** Pages that change a flow's draft: drawing board, table, publication. */
export function editRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('flow.edit') };
  const change = { preHandler: [requireOfficer('flow.edit'), requireToken] };
  const base = '/quan-tri/quy-trinh/:code';

  async function showDesign(
    request: FastifyRequest<Of>,
    reply: FastifyReply,
    turned?: { back: TurnedBack; bpmn: string },
  ) {
    const view = await openFlow(platform, request, request.params.code);
    const bpmn = turned?.bpmn ?? view.bpmn;
    const check = await checkFlow(bpmn, view.limits);
    // Saved once more it takes the place of what the other has saved: the page says so.
    const revision = view.draft?.revision ?? 0;
    return page(
      reply,
      <DesignPage view={view} bpmn={bpmn} revision={revision} check={check} back={turned?.back} />,
      { status: turned?.back.status },
    );
  }

  server.get<Of>(`${base}/sua`, guard, (request, reply) => showDesign(request, reply));

  server.post<Of>(`${base}/sua`, change, async (request, reply) => {
    const { code } = request.params;
    const { bpmn = '', revision } = fieldsOf(request.body);
    try {
      const edit = { code, bpmn, revision: numberOf(revision), by: editorOf(request), at: clock.now() };
      await openFlow(platform, request, code);
      await db.transaction().execute((tx) => saveFlowDraft(tx, edit));
    } catch (error) {
      return showDesign(request, reply, { back: turnedBack(error), bpmn });
    }
    flash(reply, 'Đã lưu bản nháp.');
    return seeOther(reply, flowHref(code, 'sua'));
  });

  /** For the drawing board: what stands against a drawing that is not saved. */
  server.post<Of>(`${base}/kiem-tra`, change, async (request, reply) => {
    const { code } = request.params;
    const { bpmn = '' } = fieldsOf(request.body);
    const { limits, chosen } = await openFlow(platform, request, code);
    const check = await checkFlow(bpmn, limits);
    const hrefOf = (element: string): string => `${flowHref(code, 'bang')}?sua=${element}#sua`;
    const html = (view: Parameters<typeof renderView>[1]): string => renderView(reply, view);
    return reply.header('cache-control', 'no-store').send({
      meter: html(
        <FlowMeter check={check} limits={limits} against={{ chosen, href: flowHref(code, 'sua') }} />,
      ),
      checks: html(<FlowChecks check={check} hrefOf={hrefOf} />),
      marks: check.messages.map(({ element, severity, message }) => ({ element, severity, message })),
    });
  });

  async function showTable(
    request: FastifyRequest<Of>,
    reply: FastifyReply,
    turned?: { back: TurnedBack; editing: string; typed: Record<string, string> },
  ) {
    const view = await openFlow(platform, request, request.params.code);
    const [drawn, check] = await Promise.all([outline(view.bpmn), checkFlow(view.bpmn, view.limits)]);
    return page(
      reply,
      <TablePage
        view={view}
        flow={drawn!.flow}
        refused={drawn!.refused}
        check={check}
        revision={view.draft?.revision ?? 0}
        editing={turned?.editing ?? request.query['sua'] ?? ''}
        typed={turned?.typed}
        back={turned?.back}
      />,
      { status: turned?.back.status },
    );
  }

  server.get<Of>(`${base}/bang`, guard, (request, reply) => showTable(request, reply));

  server.post<Of>(`${base}/bang`, change, async (request, reply) => {
    const { code } = request.params;
    const fields = fieldsOf(request.body);
    const op = fields['op'] ?? '';
    let added: string | null;
    try {
      const { bpmn } = await openFlow(platform, request, code);
      const edited = await editFlow(bpmn, typedEdit(request.body)).catch((error: unknown) => {
        if (!(error instanceof FlowEditError)) throw error;
        throw new InvalidConfiguration([{ place: error.place, message: error.message }]);
      });
      added = edited.id;
      const revision = numberOf(fields['revision']);
      const edit = { code, bpmn: edited.xml, revision, by: editorOf(request), at: clock.now() };
      await db.transaction().execute((tx) => saveFlowDraft(tx, edit));
    } catch (error) {
      const back = turnedBack(error, (place) => FIELDS[op]?.[place] ?? place);
      const editing = op.startsWith('set-') ? (fields['id'] ?? '') : '';
      const typed = { ...fields, allows: valuesOf(request.body, 'allows').join(' ') };
      return showTable(request, reply, { back, editing, typed });
    }
    flash(reply, 'Đã lưu vào bản nháp.');
    return seeOther(reply, tableHref({ code, chosen: fields['so'] }, op === 'add' && added ? added : ''));
  });

  async function showPublish(
    request: FastifyRequest<Of>,
    reply: FastifyReply,
    turned?: { back: TurnedBack; note: string },
  ) {
    const view = await openFlow(platform, request, request.params.code);
    const [check, versions] = await Promise.all([
      checkFlow(view.bpmn, view.limits),
      flowVersions(db, view.code),
    ]);
    const running = versions.reduce((sum, one) => sum + one.running, 0);
    return page(
      reply,
      <PublishPage
        view={view}
        check={check}
        running={running}
        note={turned?.note ?? ''}
        back={turned?.back}
      />,
      { status: turned?.back.status },
    );
  }

  server.get<Of>(`${base}/ban-hanh`, guard, (request, reply) => showPublish(request, reply));

  server.post<Of>(`${base}/ban-hanh`, change, async (request, reply) => {
    const { code } = request.params;
    const { note = '', revision } = fieldsOf(request.body);
    let version: number;
    try {
      const edit = { code, revision: numberOf(revision), note, by: editorOf(request), at: clock.now() };
      ({ version } = await db.transaction().execute((tx) => publishFlowDraft(tx, edit)));
    } catch (error) {
      return showPublish(request, reply, { back: turnedBack(error, () => ''), note });
    }
    const move = flowHref(code, 'chuyen-ho-so');
    const link =
      version > 1 && server.hasRoute({ method: 'GET', url: `${base}/chuyen-ho-so` })
        ? { href: move, label: 'Chuyển hồ sơ đang chạy' }
        : undefined;
    flash(reply, `Đã ban hành bản ${version}. Hồ sơ mới chạy theo ngay.`, { link });
    return seeOther(reply, flowHref(code));
  });

  server.post<Of>(`${base}/bo-nhap`, change, async (request, reply) => {
    const { code } = request.params;
    const { newest } = await openFlow(platform, request, code);
    const { revision } = fieldsOf(request.body);
    try {
      const edit = { code, revision: numberOf(revision), by: editorOf(request), at: clock.now() };
      await db.transaction().execute((tx) => discardFlowDraft(tx, edit));
    } catch (error) {
      return showDesign(request, reply, {
        back: turnedBack(error),
        bpmn: (await openFlow(platform, request, code)).bpmn,
      });
    }
    flash(reply, 'Đã bỏ bản nháp.');
    return seeOther(reply, newest ? flowHref(code) : '/quan-tri/quy-trinh');
  });
}

/** The edit that a form of the table asks for. @throws InvalidConfiguration when it says nothing that can be done */
function typedEdit(body: unknown): FlowEdit {
  const fields = fieldsOf(body);
  const field = (name: string): string => fields[name] ?? '';
  const given = (name: string): string | undefined => fields[name] || undefined;
  switch (fields['op']) {
    case 'rename':
      if (field('flowName').trim() === '') {
        throw new InvalidConfiguration([{ place: 'flowName', message: 'Nhập tên quy trình.' }]);
      }
      return { op: 'rename', name: field('flowName') };
    case 'set-step':
      return { op: 'set-step', id: field('id'), properties: typedStep(body) };
    case 'set-name':
      return { op: 'set-name', id: field('id'), name: field('name') };
    case 'set-path':
      return {
        op: 'set-path',
        id: field('id'),
        name: field('name'),
        condition: field('condition'),
        isDefault: field('isDefault') === '1',
        to: given('to'),
      };
    case 'add':
      return {
        op: 'add',
        kind: field('kind') as Addable,
        name: field('addName'),
        step: field('addStep') as StepKind,
        on: given('on'),
        from: given('addFrom'),
        to: given('addTo'),
      };
    case 'connect':
      return {
        op: 'connect',
        from: field('pathFrom'),
        to: field('pathTo'),
        name: field('pathName'),
        condition: field('pathCondition'),
      };
    case 'remove':
      return { op: 'remove', id: field('id') };
    case 'arrange':
      return { op: 'arrange' };
    default:
      throw new InvalidConfiguration([{ place: '', message: 'Không rõ cần sửa gì. Hãy tải lại trang.' }]);
  }
}
