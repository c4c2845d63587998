import type { FastifyRequest } from 'fastify';
import type { Platform } from '../../../platform/index.ts';
import {
  flowChoices,
  flowDraft,
  flowUses,
  newestFlow,
  type FlowChoices,
  type FlowLimit,
  type FlowUse,
  type FlowVersion,
} from '../../../modules/flows/index.ts';
import type { ConfigDraft } from '../../../modules/configuration/index.ts';
import type { FlowDraft } from '../../../modules/flows/index.ts';
import { NotFound, viewerOf } from '../../http/index.ts';
import { deskOf, type Desk } from '../../office/desk-of.ts';

/** A flow as every page about it needs it. */
export interface OpenFlow {
  desk: Desk;
  code: string;
  name: string;
  /** The version in force; null while there is only a draft. */
  newest: FlowVersion | null;
  draft: ConfigDraft<FlowDraft> | null;
  /** What is edited and tried: the draft, else the version in force. */
  bpmn: string;
  uses: FlowUse[];
  limits: FlowLimit[];
  /** Key of the limit that the meter measures against, as the address has it. */
  chosen: string | undefined;
  choices: FlowChoices;
}

/** @throws NotFound when there is neither a version nor a draft of this code */
export async function openFlow(platform: Platform, request: FastifyRequest, code: string): Promise<OpenFlow> {
  const { db, clock } = platform;
  const [newest, draft, uses, choices, desk] = await Promise.all([
    newestFlow(db, code),
    flowDraft(db, code),
    flowUses(db, code),
    flowChoices(db, code, clock.now()),
    deskOf(platform, viewerOf(request)),
  ]);
  if (!newest && !draft) throw new NotFound('Không có quy trình này. Xem lại danh sách quy trình.');
  return {
    desk,
    code,
    name: newest?.name ?? draft!.title,
    newest,
    draft,
    bpmn: draft?.body.bpmn ?? newest!.bpmn,
    uses,
    limits: uses.flatMap((use) => use.limits),
    chosen: chosenLimit(request),
    choices,
  };
}

/** What the address, or the form sent, says of the limit to measure against. */
function chosenLimit({ query, body }: FastifyRequest): string | undefined {
  const said = [query, body].map((one) => (one as Record<string, unknown> | undefined)?.['so']);
  return said.find((one): one is string => typeof one === 'string' && one !== '');
}

/** The table of a flow, with an element open to edit; it goes on measuring against the same limit. */
export function tableHref({ code, chosen }: Pick<OpenFlow, 'code' | 'chosen'>, editing = ''): string {
  const query = new URLSearchParams({ ...(chosen && { so: chosen }), ...(editing && { sua: editing }) });
  const asked = query.size > 0 ? `?${query}` : '';
  return flowHref(code, 'bang') + asked + (editing && '#sua');
}

export const flowHref = (code: string, page = ''): string =>
  `/quan-tri/quy-trinh/${encodeURIComponent(code)}${page && `/${page}`}`;
