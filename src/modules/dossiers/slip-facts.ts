import { limitText } from '../../core/deadline/index.ts';
import { addressText } from '../../core/form/index.ts';
import type { Delivery } from '../../core/dossier.ts';
import { placeOf } from '../../core/signing.ts';
import type { Platform } from '../../platform/index.ts';
import type { SlipFacts } from '../slips/index.ts';
import { limitOf } from './limits.ts';
import type { Change, Context, Signature } from './types.ts';

/** What the slips 01 to 04 of Circular 01/2018/TT-VPCP say of a dossier at the moment of the act. */
export function slipFacts(
  platform: Pick<Platform, 'config'>,
  context: Pick<Context, 'dossier' | 'directory' | 'procedure' | 'procedureCase' | 'papers' | 'now'>,
  change: Pick<Change, 'supplement' | 'reason' | 'extension'>,
  by: Pick<Signature, 'name'> & Partial<Pick<Signature, 'title'>>,
): SlipFacts {
  const { dossier, directory, procedure, procedureCase, now } = context;
  const agency = directory.agencyById(dossier.reception_agency_id);
  const parent = agency?.parentId ? directory.agencyById(agency.parentId) : undefined;
  const counter = directory.counterOf(dossier.reception_agency_id);
  const { applicant, owner, delivery } = dossier;
  const name = dossier.code ?? dossier.registration_no;
  const limit = limitOf(procedureCase, dossier.source);
  return {
    agencyName: agency?.name ?? '',
    agencyParentName: parent?.name,
    counterName: counter?.name ?? 'Bộ phận Tiếp nhận và Trả kết quả',
    place: placeOf([agency?.name ?? '', parent?.name ?? '']),
    issuedAt: now,
    dossierCode: name,
    applicantName: applicant.name,
    ownerName: owner.name === applicant.name ? undefined : owner.name,
    address: applicant.address ? addressText(applicant.address) : '',
    phone: applicant.phone,
    email: applicant.email,
    content: dossier.content,
    procedureName: procedure.name,
    officerName: by.name,
    lookupUrl: `${platform.config.publicUrl}/tra-cuu?ma=${encodeURIComponent(name)}`,
    papers: context.papers
      .filter((paper) => paper.state === 'given')
      .map((paper, index) => ({
        index: index + 1,
        name: paper.name,
        originals: paper.originals,
        copies: paper.copies,
      })),
    sets: procedure.sets,
    limitText: limit ? limitText(limit) : 'Không có thông tin',
    receivedAt: dossier.accepted_at ?? now,
    dueAt: change.extension?.from ?? dossier.due_at,
    newDueAt: change.extension?.to,
    signerTitle: by.title || 'Người giải quyết hồ sơ',
    signerName: by.name,
    resultPlace: deliveryText(delivery, counter?.name ?? 'Bộ phận Một cửa'),
    items: change.supplement?.items.map((item) => [item.name, item.what].filter(Boolean).join(': ')),
    reason: change.supplement?.reason ?? change.extension?.reason,
    supplementDueAt: change.supplement?.until ?? undefined,
    contactName: by.name,
    contactPhone: counter?.phone || agency?.phone,
    refusalReason: change.reason ?? undefined,
  };
}

/** Where the applicant gets the result, in words. */
export function deliveryText(delivery: Partial<Delivery>, counterName: string): string {
  if (delivery.method === 'online') return 'Trên Cổng dịch vụ công, trong trang hồ sơ của bạn';
  if (delivery.method === 'post') {
    return `Qua bưu chính${delivery.address ? `: ${addressText(delivery.address)}` : ''}`;
  }
  return counterName;
}
