import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clean } from '../../../core/text.ts';
import { formatDate } from '../../../core/dates.ts';
import { audit } from '../../../modules/audit/index.ts';
import { InvalidConfiguration, listConfigDrafts, seenChange } from '../../../modules/configuration/index.ts';
import { previewDossier, previewResult, previewSlip } from '../../../modules/dossiers/index.ts';
import { getFile } from '../../../modules/documents/index.ts';
import {
  addTemplateSet,
  changeTemplateSet,
  checkUploadedTemplate,
  discardTemplateDraft,
  isResultTemplate,
  isSlipKind,
  listTemplateSets,
  listTemplateVersions,
  newestTemplates,
  newResultTemplateCode,
  publishTemplate,
  republishTemplate,
  RESULT_HEAD_FIELDS,
  RESULT_NAMES,
  resultTemplateNames,
  saveTemplateDraft,
  SLIP_KINDS,
  slipTemplateFields,
  templateContent,
  templateDraft,
  templateKey,
  templateName,
  type TemplateDraft,
  type TemplateRef,
  type TemplateVersion,
} from '../../../modules/slips/index.ts';
import { PdfError } from '../../../platform/pdf/index.ts';
import type { Platform } from '../../../platform/index.ts';
import {
  checkToken,
  contentDisposition,
  flash,
  Invalid,
  NotFound,
  page,
  readMultipart,
  requireOfficer,
  requireToken,
  viewerOf,
  type UploadedFile,
} from '../../http/index.ts';
import { deskOf } from '../../office/desk-of.ts';
import { editorOf, fieldsOf, numberOf, seeOther, turnedBack, type TurnedBack } from '../request.ts';
import { HOME, refOf, templateHref } from './addresses.ts';
import { TemplatesPage, type TemplateLine } from './list-page.tsx';
import { SetPage } from './set-page.tsx';
import { auditObject, NewTemplatePage, TemplatePage } from './template-page.tsx';

const MAX_BYTES = 5 * 1024 * 1024;
/** Room for reading a far too large file to its end, so that the answer can name it. */
const PATIENCE = 20;
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

type Params = { set: string; kind: string };

/** Templates of slips and results: sets, uploads, previews, versions (II.2.5). */
export function routes(server: FastifyInstance, platform: Platform): void {
  const { db, clock } = platform;
  const guard = { preHandler: requireOfficer('slip.edit') };
  const guarded = { preHandler: [requireOfficer('slip.edit'), requireToken] };

  server.get(HOME, guard, async (request, reply) => {
    const [sets, newest, drafts, names] = [
      await listTemplateSets(db, clock.now()),
      await newestTemplates(db),
      await listConfigDrafts<TemplateDraft>(db, 'template'),
      await resultTemplateNames(db),
    ];
    const line = (ref: TemplateRef, name: string): TemplateLine => ({
      ref,
      name,
      newest: newest.find((one) => one.set === ref.set && one.kind === ref.kind) ?? null,
      draft: drafts.some((one) => one.key === templateKey(ref)),
    });
    const unpublished = drafts
      .filter((one) => one.key.startsWith('ket-qua/') && !names.has(one.key.slice(8)))
      .map((one) => line({ set: null, kind: one.key.slice(8) }, one.title));
    return page(
      reply,
      <TemplatesPage
        desk={await deskOf(platform, viewerOf(request))}
        sets={sets.map((set) => ({
          set,
          lines: SLIP_KINDS.map((kind) =>
            line({ set: set.code, kind }, templateName({ set: set.code, kind })),
          ),
        }))}
        results={[...[...names].map(([kind, name]) => line({ set: null, kind }, name)), ...unpublished]}
      />,
    );
  });

  server.get(`${HOME}/bo/moi`, guard, async (request, reply) =>
    page(
      reply,
      <SetPage
        desk={await deskOf(platform, viewerOf(request))}
        code={null}
        typed={{ name: '', legalBasis: '', validFrom: '' }}
        seen={0}
      />,
    ),
  );

  server.get<{ Params: { code: string } }>(`${HOME}/bo/:code`, guard, async (request, reply) => {
    const { code } = request.params;
    const set = (await listTemplateSets(db, clock.now())).find((one) => one.code === code);
    if (set?.state !== 'upcoming') throw new NotFound();
    return page(
      reply,
      <SetPage
        desk={await deskOf(platform, viewerOf(request))}
        code={code}
        typed={{ name: set.name, legalBasis: set.legalBasis, validFrom: formatDate(set.validFrom) }}
        seen={await seenChange(db, `template-set:${code}`)}
      />,
    );
  });

  server.post<{ Params: { code: string } }>(`${HOME}/bo/:code`, guarded, async (request, reply) => {
    const fields = fieldsOf(request.body);
    const code = request.params.code === 'moi' ? null : request.params.code;
    const typed = {
      name: fields['ten'] ?? '',
      legalBasis: fields['can-cu'] ?? '',
      validFrom: fields['tu-ngay'] ?? '',
    };
    const seen = numberOf(fields['seen']);
    const as = { by: editorOf(request), at: clock.now() };
    try {
      await db.transaction().execute(async (tx) => {
        if (code) await changeTemplateSet(tx, code, typed, { ...as, seen });
        else await addTemplateSet(tx, typed, as);
      });
    } catch (error) {
      const back = turnedBack(error);
      const now = code ? await seenChange(db, `template-set:${code}`) : 0;
      return page(
        reply,
        <SetPage
          desk={await deskOf(platform, viewerOf(request))}
          code={code}
          typed={typed}
          seen={now}
          errors={back.errors}
          stale={back.stale}
        />,
        { status: back.status },
      );
    }
    flash(reply, code ? 'Đã lưu bộ mẫu.' : 'Đã lập bộ mẫu. Thay từng mẫu trước ngày áp dụng.');
    return seeOther(reply, HOME);
  });

  server.get(`${HOME}/ket-qua`, guard, async (request, reply) =>
    page(
      reply,
      <NewTemplatePage
        desk={await deskOf(platform, viewerOf(request))}
        typed={{ name: '', legalBasis: '' }}
      />,
    ),
  );

  server.post(`${HOME}/ket-qua`, guard, async (request, reply) => {
    const { fields, file, refused } = await uploaded(request);
    const typed = { name: fields['ten'] ?? '', legalBasis: fields['can-cu'] ?? '' };
    try {
      const kind = await newResultTemplateCode(db, typed.name, (await resultTemplateNames(db)).keys());
      const ref = { set: null, kind };
      await keep(request, ref, typed, file, refused, 0);
      return seeOther(reply, templateHref(ref));
    } catch (error) {
      const back = turnedBack(error);
      return page(
        reply,
        <NewTemplatePage
          desk={await deskOf(platform, viewerOf(request))}
          typed={typed}
          errors={back.errors}
        />,
        { status: back.status },
      );
    }
  });

  server.get<{ Params: Params }>(`${HOME}/:set/:kind`, guard, (request, reply) =>
    show(request, reply, refOf(request.params)),
  );

  server.post<{ Params: Params }>(`${HOME}/:set/:kind`, guard, async (request, reply) => {
    const ref = refOf(request.params);
    await known(ref);
    const { fields, file, refused } = await uploaded(request);
    const typed = { name: fields['ten'] ?? '', legalBasis: fields['can-cu'] ?? '' };
    try {
      await keep(request, ref, typed, file, refused, numberOf(fields['revision']));
    } catch (error) {
      return show(request, reply, ref, turnedBack(error), typed);
    }
    return seeOther(reply, templateHref(ref));
  });

  server.post<{ Params: Params }>(`${HOME}/:set/:kind/cong-bo`, guarded, async (request, reply) => {
    const ref = refOf(request.params);
    await known(ref);
    const revision = numberOf(fieldsOf(request.body)['revision']);
    try {
      const version = await db
        .transaction()
        .execute((tx) => publishTemplate(tx, ref, { by: editorOf(request), at: clock.now(), revision }));
      flash(reply, `Đã công bố bản ${version}. Giấy in từ giờ dùng bản này; giấy đã in giữ nguyên.`);
    } catch (error) {
      return show(request, reply, ref, turnedBack(error));
    }
    return seeOther(reply, templateHref(ref));
  });

  server.post<{ Params: Params }>(`${HOME}/:set/:kind/bo-nhap`, guarded, async (request, reply) => {
    const ref = refOf(request.params);
    await known(ref);
    const revision = numberOf(fieldsOf(request.body)['revision']);
    try {
      await db
        .transaction()
        .execute((tx) => discardTemplateDraft(tx, ref, { by: editorOf(request), at: clock.now(), revision }));
    } catch (error) {
      return show(request, reply, ref, turnedBack(error));
    }
    flash(reply, 'Đã bỏ bản nháp.');
    const exists = ref.set !== null || (await resultTemplateNames(db)).has(ref.kind);
    return seeOther(reply, exists ? templateHref(ref) : HOME);
  });

  server.post<{ Params: Params }>(`${HOME}/:set/:kind/dung-lai`, guarded, async (request, reply) => {
    const ref = refOf(request.params);
    const fields = fieldsOf(request.body);
    try {
      const version = await db.transaction().execute((tx) =>
        republishTemplate(tx, ref, numberOf(fields['ban']), {
          by: editorOf(request),
          at: clock.now(),
          seen: numberOf(fields['seen']),
        }),
      );
      flash(reply, `Bản ${fields['ban']} được dùng lại, thành bản ${version}.`);
    } catch (error) {
      return show(request, reply, ref, turnedBack(error));
    }
    return seeOther(reply, templateHref(ref));
  });

  server.get<{ Params: Params; Querystring: { ban?: string } }>(
    `${HOME}/:set/:kind/tep`,
    guard,
    async (request, reply) => {
      const ref = refOf(request.params);
      const { content, name } = await chosen(ref, request.query.ban);
      return reply
        .header('content-type', DOCX)
        .header('content-disposition', contentDisposition('attachment', `${name}.docx`))
        .header('cache-control', 'private, no-store')
        .send(content);
    },
  );

  server.get<{ Params: Params; Querystring: { ban?: string; 'ho-so'?: string } }>(
    `${HOME}/:set/:kind/xem-thu`,
    guard,
    async (request, reply) => {
      const ref = refOf(request.params);
      const code = clean(String(request.query['ho-so'] ?? ''));
      const dossier = await previewDossier(db, code || undefined);
      if (!dossier) {
        throw new Invalid(
          code
            ? `Không có hồ sơ nào mang mã ${code}. Kiểm tra lại mã trên giấy hẹn rồi xem lại.`
            : 'Chưa có hồ sơ nào được tiếp nhận để xem thử.',
        );
      }
      const { content, name, fields } = await chosen(ref, request.query.ban);
      await audit(db, {
        accountId: viewerOf(request).account.id,
        ip: request.ip,
        action: 'template.preview',
        object: auditObject(ref),
        detail: { dossier: dossier.code },
        at: clock.now(),
      });
      let pdf: Buffer;
      try {
        pdf =
          ref.set !== null && isSlipKind(ref.kind)
            ? await previewSlip(platform, dossier.id, ref.kind, content)
            : await previewResult(platform, dossier.id, ref.kind, { content, fields });
      } catch (error) {
        if (error instanceof PdfError) throw new Invalid(`Không in được mẫu này: ${error.message}`);
        throw error;
      }
      return reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', contentDisposition('inline', `Xem thử ${name}.pdf`))
        .header('cache-control', 'private, no-store')
        .send(pdf);
    },
  );

  /** The upload's fields and its file, checked to be a .docx of a bearable size. */
  async function uploaded(request: FastifyRequest) {
    const form = await readMultipart(request, { maxBytes: MAX_BYTES, maxFiles: PATIENCE, accept: ['docx'] });
    checkToken(request, form.fields['_ma']);
    return { fields: fieldsOf(form.fields), file: form.files[0], refused: form.refused[0]?.message };
  }

  async function keep(
    request: FastifyRequest,
    ref: TemplateRef,
    typed: { name: string; legalBasis: string },
    file: UploadedFile | undefined,
    refused: string | undefined,
    revision: number,
  ): Promise<void> {
    if (!file) {
      throw new InvalidConfiguration([
        { place: 'tep', message: refused ?? 'Chọn tệp .docx của mẫu rồi tải lên.' },
      ]);
    }
    const checked = await checkUploadedTemplate(ref, await platform.files.read(file.sha256));
    await db
      .transaction()
      .execute((tx) =>
        saveTemplateDraft(
          tx,
          ref,
          { ...typed, fileId: file.id, fileName: file.name, ...checked },
          { by: editorOf(request), at: clock.now(), revision },
        ),
      );
  }

  /** The .docx that an address asks for: the one in use, the draft, or a version by its number. */
  async function chosen(ref: TemplateRef, version = 'dang-dung') {
    const versions = await known(ref);
    if (version === 'nhap') {
      const draft = await templateDraft(db, ref);
      const file = draft && (await getFile(db, draft.body.fileId));
      if (!draft || !file) throw new NotFound();
      return {
        content: await platform.files.read(file.sha256),
        name: draft.title,
        fields: draft.body.fields,
      };
    }
    const found =
      version === 'dang-dung'
        ? (versions[0] ?? null)
        : versions.find((one) => String(one.version) === version);
    if (found === undefined) throw new NotFound();
    const content = await templateContent(platform, ref, found);
    if (!content) throw new NotFound();
    return { content, name: found?.name ?? templateName(ref), fields: found?.fields ?? {} };
  }

  /** Versions of a template that exists: in a set, shipped, published, or uploaded as a draft. */
  async function known(ref: TemplateRef): Promise<TemplateVersion[]> {
    const versions = await listTemplateVersions(db, ref);
    if (versions.length > 0) return versions;
    if (ref.set === null) {
      if (!isResultTemplate(ref.kind) && !(await templateDraft(db, ref))) throw new NotFound();
    } else if (
      !isSlipKind(ref.kind) ||
      !(await listTemplateSets(db, clock.now())).some((one) => one.code === ref.set)
    ) {
      throw new NotFound();
    }
    return versions;
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    ref: TemplateRef,
    back?: TurnedBack,
    typed?: { name: string; legalBasis: string },
  ): Promise<FastifyReply> {
    const versions = await known(ref);
    const draft = await templateDraft(db, ref);
    const sets = await listTemplateSets(db, clock.now());
    const newest = versions[0];
    const name =
      ref.set === null
        ? (newest?.name ?? (isResultTemplate(ref.kind) ? RESULT_NAMES[ref.kind] : (draft?.title ?? ref.kind)))
        : templateName(ref);
    return page(
      reply,
      <TemplatePage
        desk={await deskOf(platform, viewerOf(request))}
        ref_={ref}
        name={name}
        set={sets.find((one) => one.code === ref.set) ?? null}
        versions={versions}
        draft={draft}
        fields={ref.set !== null && isSlipKind(ref.kind) ? slipTemplateFields(ref.kind) : RESULT_HEAD_FIELDS}
        bound={draft?.body.fields ?? newest?.fields ?? {}}
        dossierCode={(await previewDossier(db))?.code ?? ''}
        seen={await seenChange(db, auditObject(ref))}
        typed={
          typed ?? {
            name: draft?.title ?? newest?.name ?? name,
            legalBasis: draft?.body.legalBasis ?? newest?.legalBasis ?? '',
          }
        }
        errors={back?.errors}
        stale={back?.stale}
      />,
      { status: back?.status ?? 200 },
    );
  }
}
