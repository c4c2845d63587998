import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDate } from '../../../core/dates.ts';
import { validate, type FieldError, type FormDefinition } from '../../../core/form/index.ts';
import type { ProcedureCase } from '../../../core/procedure.ts';
import { loadDirectory, onlyInForce, type Agency } from '../../../modules/agencies/index.ts';
import { getFile } from '../../../modules/documents/index.ts';
import {
  act,
  counterAgencies,
  dossierPage,
  InvalidInput,
  type Command,
} from '../../../modules/dossiers/index.ts';
import { formVersion } from '../../../modules/forms/index.ts';
import { getPerson, searchPeople } from '../../../modules/people/index.ts';
import {
  getProcedure,
  loadCatalogue,
  searchProcedures,
  type PublishedProcedure,
} from '../../../modules/procedures/index.ts';
import type { Platform } from '../../../platform/index.ts';
import { NotFound, page, readMultipart, requireOfficer, sendFile, viewerOf } from '../../http/index.ts';
import { adminUnitsOf, cataloguesOf } from '../../ui/form/lists.ts';
import { deskOf, recount, type Desk } from '../desk-of.ts';
import { formKeyOf, problemText } from '../problems.ts';
import { ChoosePage, type Choice } from './choose-page.tsx';
import { DonePage } from './done-page.tsx';
import { freshEntry, intakeOf, readEntry, type Entered } from './entered.ts';
import { IntakePage } from './form-page.tsx';
import { INTAKE_FORM, named, withPerson } from './questions.ts';

const guard = { preHandler: requireOfficer('dossier.receive') };

/** Intake of paper dossiers at the counter (criteria II.5.1, II.5.2). */
export function routes(server: FastifyInstance, platform: Platform): void {
  server.get<{ Querystring: { q?: string } }>('/mot-cua/tiep-nhan', guard, async (request, reply) => {
    const desk = await deskOf(platform, viewerOf(request));
    const typed = String(request.query.q ?? '').trim();
    const all = await choicesOf(platform, desk);
    let choices = all;
    if (typed !== '') {
      const { rows } = await searchProcedures(platform.db, { q: typed, limit: 50 });
      choices = rows.flatMap((row) => all.find((choice) => choice.code === row.code) ?? []);
    }
    return page(reply, <ChoosePage desk={desk} typed={typed} choices={choices} total={all.length} />);
  });

  server.get<{ Params: { code: string }; Querystring: { th?: string; cq?: string } }>(
    '/mot-cua/tiep-nhan/:code',
    guard,
    async (request, reply) => {
      const { th, cq } = request.query;
      const open = await openIntake(platform, request, request.params.code, {
        caseCode: th,
        agencyId: Number(cq),
      });
      return show(platform, reply, open, freshEntry(randomUUID(), open.procedureCase));
    },
  );

  server.post<{ Params: { code: string } }>('/mot-cua/tiep-nhan/:code', guard, async (request, reply) => {
    const posted = await readMultipart(request);
    const field = (name: string): string => [posted.fields[name] ?? ''].flat().at(-1) ?? '';
    const open = await openIntake(platform, request, request.params.code, {
      caseCode: field('tn-case'),
      agencyId: Number(field('tn-agency')),
    });
    const { id: accountId } = viewerOf(request).account;
    const entered = await readEntry(platform.db, posted, open.procedureCase, open.form, accountId);
    const doing = field('tn-viec');
    if (doing === 'mo-to-khai') entered.withForm = true;
    if (doing === 'dong-to-khai') Object.assign(entered, { withForm: false, form: {} });
    const person = await getPerson(platform.db, Number(field('tn-chon')) || 0);
    if (person) entered.answers = withPerson(entered.answers, person);
    const command = commandOf(doing);
    if (!command || entered.operation || field('tn-bo') || entered.errors.length > 0) {
      const people = doing === 'tim' ? await searchPeople(platform.db, entered.typed) : null;
      return show(platform, reply, open, entered, people);
    }
    return decide(platform, reply, open, entered, command);
  });

  server.get<{ Params: { id: string } }>('/mot-cua/tiep-nhan/tep/:id', guard, async (request, reply) => {
    const file = await getFile(platform.db, request.params.id);
    if (!file || file.createdBy !== viewerOf(request).account.id) {
      throw new NotFound('Tệp này không phải do bạn tải lên. Mở lại trang tiếp nhận để xem.');
    }
    return sendFile(reply, file, { inline: true });
  });

  server.get<{ Params: { id: string } }>('/mot-cua/tiep-nhan/da-nhan/:id', guard, async (request, reply) => {
    const desk = await deskOf(platform, viewerOf(request));
    const view = await dossierPage(platform.db, desk.actor, Number(request.params.id) || 0);
    return page(reply, <DonePage desk={desk} page={view} />);
  });
}

interface OpenIntake {
  desk: Desk;
  procedure: PublishedProcedure;
  procedureCase: ProcedureCase;
  agencies: Agency[];
  agency: Agency;
  form: FormDefinition | null;
}

/** Procedures whose dossiers this officer's counter receives, by name. */
async function choicesOf(platform: Platform, desk: Desk): Promise<Choice[]> {
  const directory = await loadDirectory(platform.db);
  const counters = counterAgencies(desk.actor);
  const receives = (agencyId: number): boolean =>
    counters.includes(directory.receptionAgency(agencyId)?.id ?? 0);
  const today = localDate(platform.clock.now());
  const catalogue = await loadCatalogue(platform.db);
  return catalogue.entries.flatMap((entry) => {
    const agencies = onlyInForce(
      entry.agencyIds.filter(receives).flatMap((id) => directory.agencyById(id) ?? []),
      today,
    );
    if (agencies.length === 0) return [];
    return [{ code: entry.code, name: entry.name, field: catalogue.fieldName(entry.fieldCode), agencies }];
  });
}

async function openIntake(
  platform: Platform,
  request: FastifyRequest,
  code: string,
  asked: { caseCode?: string; agencyId: number },
): Promise<OpenIntake> {
  const { db } = platform;
  const desk = await deskOf(platform, viewerOf(request));
  const procedure = await getProcedure(db, code);
  const choice = (await choicesOf(platform, desk)).find((one) => one.code === code);
  const procedureCase =
    procedure?.definition.cases.find((one) => one.code === asked.caseCode) ?? procedure?.definition.cases[0];
  const [first] = choice?.agencies ?? [];
  if (!procedure || !choice || !procedureCase || !first) {
    throw new NotFound('Quầy này không nhận hồ sơ của thủ tục đó. Chọn lại thủ tục trong danh sách.');
  }
  const form = procedure.formVersionId === null ? null : await formVersion(db, procedure.formVersionId);
  return {
    desk,
    procedure,
    procedureCase,
    agencies: choice.agencies,
    agency: choice.agencies.find((one) => one.id === asked.agencyId) ?? first,
    form: form?.definition ?? null,
  };
}

function commandOf(doing: string): 'accept' | 'accept-forward' | 'request-supplement' | 'refuse' | null {
  if (doing === 'tiep-nhan') return 'accept';
  if (doing === 'tiep-nhan-chuyen') return 'accept-forward';
  if (doing === 'bo-sung') return 'request-supplement';
  return doing === 'khong-tiep-nhan' ? 'refuse' : null;
}

async function decide(
  platform: Platform,
  reply: FastifyReply,
  open: OpenIntake,
  entered: Entered,
  verb: NonNullable<ReturnType<typeof commandOf>>,
): Promise<FastifyReply> {
  const today = localDate(platform.clock.now());
  const adminUnits = await adminUnitsOf(platform.db);
  const { intake, errors } = intakeOf(entered, {
    procedureCode: open.procedure.code,
    agencyId: open.agency.id,
    caseCode: open.procedureCase.code,
  });
  const wrong = [...validate(INTAKE_FORM, entered.answers, { today, adminUnits }), ...errors];
  const key = formKeyOf(entered.key);
  if (!key) wrong.push({ path: '', message: 'Trang đã cũ. Mở lại trang tiếp nhận rồi nhập lại.' });
  if (wrong.length > 0 || !key) return turnBack(platform, reply, open, entered, wrong);
  const items = entered.papers
    .filter((paper) => paper.want.trim() !== '')
    .map((paper) => ({
      component: paper.component,
      name: open.procedureCase.components.find((one) => one.code === paper.component)?.name ?? '',
      what: paper.want,
    }));
  const missing = open.procedureCase.components.filter(
    (one) => one.required && !entered.papers.find((paper) => paper.component === one.code)?.given,
  );
  const wanted =
    items.length > 0
      ? items
      : missing.map((one) => ({ component: one.code, name: one.name, what: 'Nộp bản còn thiếu' }));
  const command: Command =
    verb === 'request-supplement'
      ? { action: 'request-supplement', reason: entered.reason, items: wanted, intake }
      : verb === 'refuse'
        ? { action: 'refuse', reason: entered.reason, intake }
        : { action: 'accept', forward: verb === 'accept-forward', intake };
  try {
    const done = await act(platform, open.desk.actor, { intake: key }, command);
    recount(platform.db, open.desk.actor);
    return reply.redirect(`/mot-cua/tiep-nhan/da-nhan/${done.dossierId}`, 303);
  } catch (error) {
    if (error instanceof InvalidInput) return turnBack(platform, reply, open, entered, named(error.errors));
    const text = problemText(error);
    if (text === null) throw error;
    return turnBack(platform, reply, open, entered, [{ path: '', message: text }]);
  }
}

function turnBack(
  platform: Platform,
  reply: FastifyReply,
  open: OpenIntake,
  entered: Entered,
  errors: FieldError[],
): Promise<FastifyReply> {
  return show(platform, reply, open, { ...entered, errors: [...entered.errors, ...errors] });
}

async function show(
  platform: Platform,
  reply: FastifyReply,
  open: OpenIntake,
  entered: Entered,
  people: Awaited<ReturnType<typeof searchPeople>> | null = null,
): Promise<FastifyReply> {
  const { desk, procedure, procedureCase, agencies, agency, form } = open;
  return page(
    reply,
    <IntakePage
      desk={desk}
      procedure={procedure.definition}
      procedureCase={procedureCase}
      agencies={agencies}
      agency={agency}
      form={form}
      entered={entered}
      people={people}
      catalogues={await cataloguesOf(platform.db, form, platform.clock.now())}
      adminUnits={await adminUnitsOf(platform.db)}
      today={localDate(platform.clock.now())}
    />,
    entered.errors.length > 0 ? { status: 422 } : {},
  );
}
