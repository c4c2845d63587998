import type { FastifyInstance, FastifyRequest } from 'fastify';
import { differences } from '../../../core/changes.ts';
import { localDate } from '../../../core/dates.ts';
import { decodeMoves, dryRun, type DryMove } from '../../../core/flow/index.ts';
import type { Flow, FlowNode } from '../../../core/flow/types.ts';
import { ROLE_LABELS } from '../../../core/permission/index.ts';
import { loadDirectory } from '../../../modules/agencies/index.ts';
import { InvalidConfiguration, seenChange } from '../../../modules/configuration/index.ts';
import { flowLoad, holderOf } from '../../../modules/dossiers/index.ts';
import {
  checkFlow,
  flowVersions,
  holdersIn,
  numberedFlow,
  republishFlow,
  type FlowVersion,
} from '../../../modules/flows/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { flash, NotFound, page, requireOfficer, requireToken } from '../../http/index.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack } from '../request.ts';
import { DryRunPage } from './dry-run-page.tsx';
import { flowHref, openFlow, type OpenFlow } from './open.ts';
import { ComparePage, FlowPage, LoadPage, VersionsPage } from './view-pages.tsx';
import { loadOf } from '../../flows/load.tsx';
import { ALLOWANCE_WORDS, ruleWords, STEP_WORDS } from '../../flows/words.ts';

const LABELS = {
  name: 'Tên',
  nodes: 'Phần tử',
  edges: 'Đường nối',
  kind: 'Loại phần tử',
  step: 'Loại bước',
  minutes: 'Phút',
  actor: 'Người làm',
  'actor.kind': 'Cách chọn người',
  agency: 'Cơ quan',
  unit: 'Đơn vị',
  role: 'Chức vụ',
  ref: 'Tham chiếu',
  allows: 'Việc được làm thêm',
  status: 'Trạng thái hiện ra',
  makes: 'Làm ra kết quả',
  condition: 'Điều kiện',
  source: 'Từ',
  target: 'Tới',
  defaultEdge: 'Đường khi không điều kiện nào đúng',
};

const MOST_AGENCIES = 400;

/** Pages that show a flow, and the one that publishes an earlier version anew. */
export function viewRoutes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('flow.edit') };
  const change = { preHandler: [requireOfficer('flow.edit'), requireToken] };
  const base = '/quan-tri/quy-trinh/:code';
  interface Of {
    Params: { code: string };
    Querystring: Record<string, string | undefined>;
  }
  const opened = async (request: FastifyRequest<Of>): Promise<{ view: OpenFlow; newest: FlowVersion }> => {
    const view = await openFlow(platform, request, request.params.code);
    if (!view.newest) throw new NotFound('Quy trình này chưa ban hành bản nào. Mở trang Vẽ sơ đồ.');
    return { view, newest: view.newest };
  };
  const version = async (
    code: string,
    number: string | undefined,
    otherwise: FlowVersion,
  ): Promise<FlowVersion> => {
    if (number === undefined) return otherwise;
    const found = await numberedFlow(db, code, numberOf(number));
    if (!found) throw new NotFound(`Quy trình không có bản ${number}. Xem trang Các bản.`);
    return found;
  };

  server.get<Of>(base, guard, async (request, reply) => {
    const { view, newest } = await opened(request);
    const [check, versions, load] = await Promise.all([
      checkFlow(newest.bpmn, view.limits),
      flowVersions(db, view.code),
      flowLoad(db, view.code, clock.now()),
    ]);
    return page(
      reply,
      <FlowPage
        view={view}
        newest={newest}
        check={check}
        load={loadOf(load, newest.id)}
        running={versions.reduce((sum, one) => sum + one.running, 0)}
        publishedBy={versions[0]?.publishedBy ?? null}
      />,
    );
  });

  server.get<Of>(`${base}/tinh-hinh`, guard, async (request, reply) => {
    const { view, newest } = await opened(request);
    const [shown, versions, rows] = await Promise.all([
      version(view.code, request.query['ban'], newest),
      flowVersions(db, view.code),
      flowLoad(db, view.code, clock.now()),
    ]);
    const canMove = server.hasRoute({ method: 'GET', url: `${base}/chuyen-ho-so` });
    return page(
      reply,
      <LoadPage view={view} shown={shown} versions={versions} rows={rows} canMove={canMove} />,
    );
  });

  server.get<Of>(`${base}/cac-ban`, guard, async (request, reply) => {
    const { view } = await opened(request);
    const [versions, seen] = await Promise.all([
      flowVersions(db, view.code),
      seenChange(db, `flow:${view.code}`),
    ]);
    return page(reply, <VersionsPage view={view} versions={versions} seen={seen} />);
  });

  server.get<Of>(`${base}/so-sanh`, guard, async (request, reply) => {
    const { view, newest } = await opened(request);
    const [a, b] = await Promise.all([
      version(view.code, request.query['a'], newest),
      version(view.code, request.query['b'], newest),
    ]);
    return page(
      reply,
      <ComparePage view={view} a={a} b={b} rows={flowDifferences(a.compiled, b.compiled)} />,
    );
  });

  server.post<Of>(`${base}/ban-hanh-lai`, change, async (request, reply) => {
    const { code } = request.params;
    const fields = fieldsOf(request.body);
    const number = numberOf(fields['version']);
    const [by, at, seen] = [editorOf(request), clock.now(), numberOf(fields['seen'])];
    try {
      const done = await db
        .transaction()
        .execute((tx) => republishFlow(tx, { code, version: number, seen, by, at }));
      flash(
        reply,
        done.created
          ? `Đã ban hành lại bản ${number} thành bản ${done.version}. Hồ sơ mới chạy theo ngay.`
          : `Bản đang chạy đã giống bản ${number} nên không ban hành thêm.`,
      );
    } catch (error) {
      flash(
        reply,
        turnedBack(error)
          .errors.map((one) => one.text)
          .join(' '),
        { kind: 'late' },
      );
    }
    return seeOther(reply, flowHref(code, 'cac-ban'));
  });

  server.get<Of>(`${base}/so-do.bpmn`, guard, async (request, reply) => {
    const view = await openFlow(platform, request, request.params.code);
    const { ban } = request.query;
    const bpmn =
      ban === 'nhap' || !view.newest ? view.bpmn : (await version(view.code, ban, view.newest)).bpmn;
    return reply
      .type('application/xml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${view.code}.bpmn"`)
      .header('cache-control', 'private, no-store')
      .send(bpmn);
  });

  server.get<Of>(`${base}/chay-thu`, guard, async (request, reply) => {
    const view = await openFlow(platform, request, request.params.code);
    const { di = '', viec, 'du-lieu': data = '', 'co-quan': asked } = request.query;
    const { flow } = await checkFlow(view.bpmn, []);
    const moves = decodeMoves(di);
    let fault: string | null = null;
    if (viec !== undefined) {
      try {
        moves.push({ kind: 'complete', token: viec, data: typedData(data) } satisfies DryMove);
      } catch (error) {
        fault = turnedBack(error).errors[0]!.text;
      }
    }
    const directory = await loadDirectory(db);
    const agencies = directory.agencies.filter((one) => one.units.length > 0).slice(0, MOST_AGENCIES);
    const agency =
      agencies.find((one) => one.slug === asked) ??
      agencies.find((one) => one.kind === 'commune') ??
      agencies[0];
    const empty: Flow = { id: '', name: '', nodes: {}, edges: {} };
    const run = dryRun(flow ?? empty, flow ? moves : []);
    const at = {
      agency_id: agency?.id ?? 0,
      reception_agency_id: directory.receptionAgency(agency?.id ?? 0)?.id ?? 0,
    };
    const held = run.open.map(({ node }) => ({
      node,
      desk: holderOf(node, at, [], directory, localDate(clock.now())),
    }));
    const people = await holdersIn(
      db,
      held.flatMap(({ desk }) => desk.unitId ?? []),
      clock.now(),
    );
    const holder = (node: FlowNode): { desk: string; people: string[] } => {
      const desk = held.find((one) => one.node.id === node.id)?.desk;
      const named = node.actor && ['group', 'person', 'performer'].includes(node.actor.kind);
      if (!desk || named) return { desk: flow ? ruleWords(flow, node, view.choices) : '', people: [] };
      const unit = desk.unitId === null ? undefined : directory.unitById(desk.unitId);
      const names = people.filter(
        (one) => one.unitId === desk.unitId && (!desk.role || one.role === desk.role),
      );
      const place = [
        desk.role && ROLE_LABELS[desk.role],
        unit?.name,
        directory.agencyById(desk.agencyId)?.shortName,
      ];
      return {
        desk: place.filter(Boolean).join(' · '),
        people: [...new Set(names.map((one) => one.name))].slice(0, 5),
      };
    };
    return page(
      reply,
      <DryRunPage
        view={view}
        flow={flow}
        run={run}
        agencies={agencies.map((one) => ({ value: one.slug, label: one.name }))}
        agency={agency?.slug ?? ''}
        holder={holder}
        data={data}
        fault={fault}
      />,
    );
  });
}

/** What differs between two versions, elements by their names. */
function flowDifferences(a: Flow, b: Flow) {
  const plain = ({ nodes, edges }: Flow) => ({
    nodes: Object.values(nodes).map(({ incoming: _in, outgoing: _out, scope: _scope, ...node }) => ({
      ...node,
      ...(node.step ? { step: STEP_WORDS[node.step] } : {}),
      ...(node.allows ? { allows: node.allows.map((one) => ALLOWANCE_WORDS[one]) } : {}),
    })),
    edges: Object.values(edges),
  });
  return differences(plain(a), plain(b), LABELS);
}

/** "ketQua = dat; soTien = 5" as data for conditions. @throws InvalidConfiguration */
function typedData(text: string): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const part of text.split(';').filter((one) => one.trim() !== '')) {
    const [, name, value = ''] = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=\s*(.*?)\s*$/u.exec(part) ?? [];
    if (!name) {
      throw new InvalidConfiguration([
        {
          place: 'du-lieu',
          message: `“${part.trim()}” không đọc được. Viết như: ketQua = dat; soTien = 5000000.`,
        },
      ]);
    }
    const bare = value.replace(/^"(.*)"$/, '$1');
    data[name] = /^-?\d+(\.\d+)?$/.test(value)
      ? Number(value)
      : value === 'true'
        ? true
        : value === 'false'
          ? false
          : bare;
  }
  return data;
}
