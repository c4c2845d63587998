import { checkFlow } from './check.ts';
import { compile, flowName, renamedFlow, templateFlow } from '../../core/flow/index.ts';
import { clean, fold } from '../../core/text.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import {
  configDraft,
  discardConfigDraft,
  endConfigDraft,
  InvalidConfiguration,
  recordChange,
  saveConfigDraft,
  type ConfigDraft,
  type Editor,
} from '../configuration/index.ts';
import { flowUses } from './limits.ts';
import { FlowRefused, newestFlow, numberedFlow, publishFlow, type FlowPublication } from './store.ts';

/** Unfinished work on a flow: its drawing, which need not be sound yet. */
export interface FlowDraft {
  bpmn: string;
}

const MOST_CHARACTERS = 900_000;
/** Addresses below the list that are no flow's. */
const TAKEN = new Set(['moi']);

/** The draft of a flow, or null when nobody has begun one. */
export const flowDraft = (db: Db | Tx, code: string): Promise<ConfigDraft<FlowDraft> | null> =>
  configDraft<FlowDraft>(db, 'flow', code);

export interface FlowEditing {
  code: string;
  by: Editor;
  at: Date;
}

/**
 * Begins a flow as a draft: from the template, as a copy of another, or from a file.
 *
 * @throws InvalidConfiguration with place "name", "code", "source" or "file"
 */
export async function beginFlow(
  tx: Tx,
  input: FlowEditing & { name: string; from: { template: true } | { copyOf: string } | { file: string } },
): Promise<void> {
  const { code, by, at, from } = input;
  const name = clean(input.name);
  const faults = [];
  if (name === '')
    faults.push({ place: 'name', message: 'Nhập tên quy trình, ví dụ “Cấp giấy phép quảng cáo”.' });
  if (name.length > 200) faults.push({ place: 'name', message: 'Đặt tên ngắn hơn, tối đa 200 ký tự.' });
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) || code.length > 60 || TAKEN.has(code)) {
    faults.push({
      place: 'code',
      message: 'Đặt mã bằng chữ thường không dấu, số và dấu gạch ngang, ví dụ “cap-phep-quang-cao”.',
    });
  }
  if ('file' in from) {
    const fault = await unreadable(from.file);
    // Without a file there is no name to take over from it.
    if (fault)
      faults.splice(0, faults[0]?.place === 'name' && name === '' ? 1 : 0, { place: 'file', message: fault });
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  if ((await newestFlow(tx, code)) || (await flowDraft(tx, code))) {
    throw new InvalidConfiguration([{ place: 'code', message: `Mã “${code}” đã có. Đặt mã khác.` }]);
  }
  // An id in XML may not begin with a digit.
  const id = /^\d/.test(code) ? `flow-${code}` : code;
  let bpmn: string;
  if ('template' in from) {
    bpmn = await templateFlow(id, name);
  } else if ('copyOf' in from) {
    const source = await newestFlow(tx, from.copyOf);
    if (!source)
      throw new InvalidConfiguration([{ place: 'source', message: 'Chọn quy trình để sao chép.' }]);
    bpmn = await renamedFlow(source.bpmn, id, name);
  } else {
    bpmn = await renamedFlow(from.file, id, name);
  }
  await saveConfigDraft(tx, { kind: 'flow', key: code, title: name, body: { bpmn }, revision: 0, by, at });
}

/** A code from a name: "Cấp phép quảng cáo" → "cap-phep-quang-cao". */
export const flowCodeOf = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

/**
 * Saves a drawing as the flow's draft; it need not be sound, but it must be BPMN with a process.
 *
 * @param input revision: of the draft that the page showed; 0 to begin one
 * @returns the new revision
 * @throws StaleEdit when somebody else has saved it meanwhile; InvalidConfiguration when it can not be read
 */
export async function saveFlowDraft(
  tx: Tx,
  { code, bpmn, revision, by, at }: FlowEditing & { bpmn: string; revision: number },
): Promise<number> {
  const fault = await unreadable(bpmn);
  if (fault) throw new InvalidConfiguration([{ place: '', message: fault }]);
  const title = await flowName(bpmn);
  const newest = await newestFlow(tx, code);
  return saveConfigDraft(tx, {
    kind: 'flow',
    key: code,
    title,
    body: { bpmn },
    basedOn: newest?.version ?? null,
    revision,
    by,
    at,
  });
}

/** Gives a draft up. @throws StaleEdit when somebody else has saved it meanwhile */
export async function discardFlowDraft(
  tx: Tx,
  { code, revision, by, at }: FlowEditing & { revision: number },
): Promise<void> {
  const draft = await flowDraft(tx, code);
  if (!draft) return;
  await discardConfigDraft(tx, { kind: 'flow', key: code, title: draft.title, revision, by, at });
}

/**
 * Publishes the draft as the next version, at once for new dossiers, and ends the draft.
 *
 * @throws FlowRefused when it is not sound, not complete, or longer than a limit of a procedure that runs on it;
 *   StaleEdit when somebody has saved the draft after `revision`
 */
export async function publishFlowDraft(
  tx: Tx,
  { code, revision, note, by, at }: FlowEditing & { revision: number; note: string },
): Promise<FlowPublication> {
  const draft = await flowDraft(tx, code);
  if (!draft)
    throw new InvalidConfiguration([
      { place: '', message: 'Không còn bản nháp để ban hành. Mở lại quy trình.' },
    ]);
  await endConfigDraft(tx, { kind: 'flow', key: code, title: draft.title, revision });
  return publishDrawing(tx, { code, bpmn: draft.body.bpmn, note: clean(note).slice(0, 500), by, at });
}

/**
 * Publishes an earlier version anew, as the next version.
 *
 * @param input seen: the newest change of the flow that the page showed
 */
export async function republishFlow(
  tx: Tx,
  { code, version, seen, by, at }: FlowEditing & { version: number; seen?: number },
): Promise<FlowPublication> {
  const earlier = await numberedFlow(tx, code, version);
  if (!earlier)
    throw new InvalidConfiguration([{ place: '', message: `Quy trình không có bản ${version}.` }]);
  return publishDrawing(tx, { code, bpmn: earlier.bpmn, note: '', republished: version, seen, by, at });
}

async function publishDrawing(
  tx: Tx,
  input: FlowEditing & { bpmn: string; note: string; republished?: number; seen?: number },
): Promise<FlowPublication> {
  const { code, bpmn, note, republished, seen, by, at } = input;
  const limits = (await flowUses(tx, code)).flatMap((use) => use.limits);
  const { flow, messages } = await checkFlow(bpmn, limits);
  if (!flow) throw new FlowRefused(messages.filter((one) => one.severity === 'error'));
  const before = await newestFlow(tx, code);
  await recordChange(tx, {
    object: `flow:${code}`,
    title: flow.name,
    action: republished === undefined ? 'flow.publish' : 'flow.republish',
    by,
    at,
    before: before && { version: before.version, name: before.name, bpmn: before.bpmn },
    after: { version: (before?.version ?? 0) + 1, name: flow.name, bpmn },
    seen,
  });
  const options = { now: at, by: by.accountId, note, republished: republished ?? null, limits };
  return publishFlow(tx, { code, name: flow.name, bpmn, compiled: flow }, options);
}

/** Takes a publication back: what was in force before it is published anew. */
async function restoreFlow(
  tx: Tx,
  code: string,
  before: unknown,
  { by, at }: { by: Editor; at: Date },
): Promise<void> {
  const version = (before as { version?: unknown } | null)?.version;
  if (typeof version !== 'number') {
    throw new InvalidConfiguration([
      {
        place: '',
        message: 'Đây là bản đầu tiên nên không có bản trước để lấy lại. Ban hành bản mới thay nó.',
      },
    ]);
  }
  await republishFlow(tx, { code, version, by, at });
}

/** How changes of this module are taken back, by kind of object. */
export const RESTORERS = { flow: restoreFlow };

/** Faults that leave nothing to draw. */
const UNREADABLE = new Set(['empty', 'too-large', 'not-bpmn', 'not-xml', 'no-process']);

/** Why there is nothing to draw in a file; null when there is. */
async function unreadable(bpmn: string): Promise<string | null> {
  if (bpmn.length > MOST_CHARACTERS) return 'Sơ đồ quá lớn (trên 900.000 ký tự). Hãy tách quy trình.';
  const { messages } = await compile(bpmn);
  return messages.find((message) => UNREADABLE.has(message.rule))?.message ?? null;
}
