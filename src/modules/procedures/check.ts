import { longestPath, longestPathMinutes, type Flow } from '../../core/flow/index.ts';
import type { FormDefinition } from '../../core/form/index.ts';
import { formatNumber } from '../../core/money.ts';
import {
  CHANNELS,
  type Channel,
  type Component,
  type ProcedureCase,
  type ProcedureDefinition,
} from '../../core/procedure.ts';
import type { ConfigurationFault } from '../configuration/index.ts';
import { limitMinutes } from '../flows/index.ts';
import { CHANNEL_NAMES, limitText } from './wording.ts';

/** What a definition is held against. */
export interface CheckContext {
  /** The newest published version of its form and flow; null when there is none of that code. */
  form: FormDefinition | null;
  flow: Flow | null;
  /** Slugs of the agencies there are. */
  agencies: ReadonlySet<string>;
  /** Faults of a result's document against the form. */
  documentFaults?: (
    document: NonNullable<ProcedureDefinition['results'][number]['document']>,
    form: FormDefinition,
  ) => { place: string; message: string }[];
}

/** Level 1–4 (Circular 32/2017/TT-BTTTT, art. 5) that each kind of Decree 42/2022/NĐ-CP stands for. */
const KIND_OF_LEVEL = { 1: 'information', 2: 'information', 3: 'partial', 4: 'full' } as const;

const LONGEST_NAME = 1000;
const LONGEST_SUMMARY = 600;

/** Whether dossiers of the procedure are taken here, so that all that filing needs must be there. */
export const isHandled = ({ offeredBy, flowCode }: ProcedureDefinition): boolean =>
  offeredBy.length > 0 || Boolean(flowCode);

/**
 * Everything that stands against publishing a definition, each fault with its place ("cases.0.limits.1.amount") and the
 * remedy. What is only known here, not handled, may still miss parts that its source does not give; what dossiers are
 * filed under may not (Circular 22/2019/TT-BTTTT, Appendix II, 1.2 and 3.2).
 */
export function procedureFaults(
  definition: ProcedureDefinition,
  context: CheckContext,
): ConfigurationFault[] {
  const faults = [...generalFaults(definition), ...duplicateFaults(definition)];
  definition.cases.forEach((one, index) => faults.push(...caseFaults(one, index, definition)));
  faults.push(...agencyFaults(definition, context), ...bindingFaults(definition, context));
  if (isHandled(definition)) faults.push(...missingFaults(definition, context));
  if (context.flow) faults.push(...limitFaults(definition, context.flow));
  return faults;
}

function generalFaults(definition: ProcedureDefinition): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const fault = (place: string, message: string): void => void faults.push({ place, message });
  const { code, name, field, summary, sets, serviceLevel } = definition;
  if (!/^[\w.-]{1,40}$/.test(code)) {
    fault('code', 'Mã thủ tục chỉ gồm chữ không dấu, số, dấu chấm và gạch ngang, ví dụ “1.001193”.');
  }
  if (name.trim() === '') fault('name', 'Nhập tên thủ tục.');
  if (name.length > LONGEST_NAME) fault('name', `Tên thủ tục dài quá ${LONGEST_NAME} ký tự. Rút gọn tên.`);
  if (!field.code || !field.name) fault('field', 'Chọn lĩnh vực của thủ tục.');
  if (summary.length > LONGEST_SUMMARY && isHandled(definition)) {
    fault('summary', `Phần nói gọn dài quá ${LONGEST_SUMMARY} ký tự. Viết một, hai câu.`);
  }
  if (!Number.isInteger(sets) || sets < 1 || sets > 99) {
    fault('sets', 'Số bộ hồ sơ phải là số nguyên từ 1 đến 99.');
  }
  if (KIND_OF_LEVEL[serviceLevel.level] !== serviceLevel.kind) {
    fault(
      'serviceLevel',
      'Hai cách xếp mức độ không khớp: mức 4 là toàn trình, mức 3 là một phần, mức 1 và 2 là cung cấp thông tin. Chọn lại một trong hai.',
    );
  }
  return faults;
}

function duplicateFaults(definition: ProcedureDefinition): ConfigurationFault[] {
  const twice = <T extends { code: string }>(
    list: readonly T[],
    place: string,
    what: string,
    keyOf: (one: T) => string = (one) => one.code,
  ): ConfigurationFault[] =>
    list.flatMap((own, index) =>
      list.findIndex((one) => keyOf(one) === keyOf(own)) < index
        ? [{ place: `${place}.${index}.code`, message: `${what} “${own.code}” có hai lần. Đặt mã khác.` }]
        : [],
    );
  return [
    ...twice(definition.cases, 'cases', 'Mã trường hợp'),
    ...twice(definition.results, 'results', 'Mã kết quả'),
    ...definition.cases.flatMap((one, index) => [
      ...twice(one.components, `cases.${index}.components`, `Trường hợp “${one.name}”: mã giấy tờ`),
      // One charge may differ by the way to apply.
      ...twice(
        one.fees,
        `cases.${index}.fees`,
        `Trường hợp “${one.name}”: mã khoản thu`,
        (fee) => `${fee.code} ${fee.channel ?? ''}`,
      ),
    ]),
  ];
}

function caseFaults(
  one: ProcedureCase,
  index: number,
  definition: ProcedureDefinition,
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const at = `cases.${index}`;
  const fault = (place: string, message: string): void =>
    void faults.push({
      place: `${at}.${place}`,
      message: `Trường hợp “${one.name || one.code}”: ${message}`,
    });
  if (!one.code) fault('code', 'nhập mã trường hợp.');
  if (!one.name) fault('name', 'nhập tên trường hợp.');
  one.limits.forEach((limit, row) => {
    const channel = CHANNEL_NAMES[limit.channel].toLowerCase();
    if (limit.amount !== null && !(limit.amount >= 0 && limit.amount <= 3650)) {
      fault(`limits.${row}.amount`, `thời hạn nộp ${channel} phải từ 0 đến 3.650. Sửa lại con số.`);
    }
    if (!definition.channels.includes(limit.channel)) {
      const remedy = 'Chọn cách nộp đó ở mục Cách thực hiện hoặc bỏ thời hạn này.';
      fault(
        `limits.${row}.amount`,
        `có thời hạn nộp ${channel} nhưng thủ tục không nhận ${channel}. ${remedy}`,
      );
    }
    if (one.limits.findIndex((other) => other.channel === limit.channel) < row) {
      fault(`limits.${row}.amount`, `có hai thời hạn nộp ${channel}. Giữ lại một.`);
    }
  });
  one.fees.forEach((fee, row) => {
    if (!fee.name) fault(`fees.${row}.name`, `khoản thu thứ ${row + 1} chưa có tên. Nhập tên khoản thu.`);
    if (fee.amount !== null && !(Number.isSafeInteger(fee.amount) && fee.amount >= 0)) {
      fault(`fees.${row}.amount`, `mức thu “${fee.name}” phải là số đồng nguyên, không âm.`);
    }
    if (fee.amount === null && !fee.condition && isHandled(definition)) {
      fault(
        `fees.${row}.condition`,
        `“${fee.name}” chưa có mức thu. Nhập số đồng, hoặc ghi điều kiện cho biết ai quy định mức thu.`,
      );
    }
    if (fee.channel && !definition.channels.includes(fee.channel)) {
      fault(
        `fees.${row}.channel`,
        `“${fee.name}” thu theo cách nộp mà thủ tục không nhận. Chọn lại cách nộp.`,
      );
    }
  });
  one.components.forEach((component, row) =>
    faults.push(...componentFaults(component, `${at}.components.${row}`, one)),
  );
  return faults;
}

function componentFaults(component: Component, at: string, { name }: ProcedureCase): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const where = `Trường hợp “${name}”: `;
  if (!component.name)
    faults.push({ place: `${at}.name`, message: `${where}một giấy tờ chưa có tên. Nhập tên.` });
  if (!component.code) {
    faults.push({ place: `${at}.code`, message: `${where}giấy tờ “${component.name}” chưa có mã. Nhập mã.` });
  }
  for (const [key, label] of [
    ['originals', 'bản chính'],
    ['copies', 'bản sao'],
  ] as const) {
    const count = component[key];
    if (!Number.isInteger(count) || count < 0 || count > 99) {
      const message = `${where}số ${label} của “${component.name}” phải là số nguyên từ 0 đến 99.`;
      faults.push({ place: `${at}.${key}`, message });
    }
  }
  return faults;
}

function agencyFaults({ offeredBy }: ProcedureDefinition, { agencies }: CheckContext): ConfigurationFault[] {
  return offeredBy
    .filter((slug) => slug !== 'commune' && !agencies.has(slug))
    .map((slug) => ({
      place: 'offeredBy',
      message: `Không có cơ quan nào mang mã “${slug}”. Bỏ cơ quan này hoặc chọn cơ quan khác ở mục Nơi giải quyết.`,
    }));
}

function bindingFaults(definition: ProcedureDefinition, context: CheckContext): ConfigurationFault[] {
  const { form, flow } = context;
  const { formCode, flowCode } = definition;
  const faults: ConfigurationFault[] = [];
  if (formCode && !form) {
    faults.push({
      place: 'formCode',
      message: `Chưa có biểu mẫu “${formCode}” nào được công bố. Chọn biểu mẫu khác.`,
    });
  }
  if (flowCode && !flow) {
    faults.push({
      place: 'flowCode',
      message: `Chưa có quy trình “${flowCode}” nào được ban hành. Chọn quy trình khác.`,
    });
  }
  if (flow) {
    const steps = new Set(Object.values(flow.nodes).map((node) => node.step));
    if (!steps.has('reception')) {
      faults.push({
        place: 'flowCode',
        message: 'Quy trình chưa có bước tiếp nhận. Thêm bước đó rồi chọn lại.',
      });
    }
    if (!steps.has('return')) {
      faults.push({
        place: 'flowCode',
        message: 'Quy trình chưa có bước trả kết quả. Thêm bước đó rồi chọn lại.',
      });
    }
  }
  if (form) faults.push(...formBindingFaults(definition, form, context));
  return faults;
}

function formBindingFaults(
  definition: ProcedureDefinition,
  form: FormDefinition,
  { documentFaults }: CheckContext,
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  for (const code of attachedComponents(form)) {
    const somewhere = definition.cases.some((one) =>
      one.components.some((component) => component.code === code),
    );
    if (!somewhere) {
      faults.push({
        place: 'formCode',
        message: `Biểu mẫu “${form.title}” hỏi tệp cho giấy tờ “${code}” nhưng thủ tục không có giấy tờ nào mang mã đó. Thêm giấy tờ, hoặc sửa biểu mẫu.`,
      });
    }
  }
  definition.results.forEach(({ name, document }, index) => {
    if (!document || !documentFaults) return;
    for (const { place, message } of documentFaults(document, form)) {
      faults.push({
        place: `results.${index}.document.${place}`,
        message: `Bản in của “${name}”, mục “${place}”: ${message}`,
      });
    }
  });
  return faults;
}

/** Codes of the components that attachment fields of the form are tied to. */
function attachedComponents(form: FormDefinition): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (value === null || typeof value !== 'object') return;
    const { component } = value as { component?: unknown };
    if (typeof component === 'string' && component) found.push(component);
    Object.values(value).forEach(visit);
  };
  visit(form.steps);
  return [...new Set(found)];
}

/** What filing needs and the definition does not have. */
function missingFaults(definition: ProcedureDefinition, { flow }: CheckContext): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const need = (there: unknown, place: string, message: string): void => {
    if (!there) faults.push({ place, message });
  };
  const { channels, cases, serviceLevel } = definition;
  need(definition.offeredBy.length, 'offeredBy', 'Chọn ít nhất một cơ quan giải quyết.');
  need(definition.levels.length, 'levels', 'Chọn cấp thực hiện.');
  need(definition.subjects.length, 'subjects', 'Chọn đối tượng được nộp hồ sơ.');
  need(definition.summary, 'summary', 'Viết một, hai câu nói gọn cho người dân.');
  need(channels.length, 'channels', 'Chọn ít nhất một cách nộp hồ sơ.');
  need(definition.steps.length, 'steps', 'Thêm ít nhất một bước thực hiện.');
  need(cases.length, 'cases', 'Thêm ít nhất một trường hợp.');
  need(definition.results.length, 'results', 'Thêm ít nhất một loại kết quả.');
  need(definition.legalBasis.length, 'legalBasis', 'Thêm ít nhất một văn bản căn cứ.');
  need(
    definition.flowCode,
    'flowCode',
    'Chọn quy trình giải quyết: không có quy trình thì không nhận được hồ sơ.',
  );
  need(
    serviceLevel.kind === 'information' || channels.includes('online'),
    'channels',
    `Mức ${serviceLevel.level} là dịch vụ trực tuyến. Chọn thêm cách nộp Trực tuyến, hoặc hạ mức độ.`,
  );
  definition.steps.forEach((step, index) => {
    need(
      step.title || step.text,
      `steps.${index}.title`,
      `Bước ${index + 1} còn trống. Nhập nội dung hoặc xóa bước.`,
    );
  });
  definition.results.forEach((result, index) => {
    need(result.name && result.code, `results.${index}.name`, `Kết quả ${index + 1} cần cả mã và tên.`);
  });
  definition.legalBasis.forEach((law, index) => {
    need(
      law.number || law.name,
      `legalBasis.${index}.number`,
      `Văn bản ${index + 1} còn trống. Nhập hoặc xóa dòng.`,
    );
  });
  cases.forEach((one, index) => {
    for (const channel of CHANNELS.filter((each) => channels.includes(each))) {
      need(
        one.limits.some((limit) => limit.channel === channel),
        `cases.${index}.limits`,
        `Trường hợp “${one.name}”: chưa có thời hạn khi nộp ${CHANNEL_NAMES[channel].toLowerCase()}. Nhập thời hạn.`,
      );
    }
    const forms = one.components.filter((component) => component.provide === 'form').length;
    need(
      forms <= 1,
      `cases.${index}.components`,
      `Trường hợp “${one.name}”: chỉ một giấy tờ được khai trên biểu mẫu điện tử. Đổi cách nộp của giấy còn lại.`,
    );
    need(
      forms === 0 || definition.formCode || flow === null,
      'formCode',
      `Trường hợp “${one.name}” có tờ khai điện tử. Chọn biểu mẫu điện tử, hoặc đổi cách nộp của tờ khai thành gửi tệp.`,
    );
  });
  return faults;
}

/** A limit of a case and what the steps of the flow need against it. */
export interface LimitFit {
  caseIndex: number;
  limitIndex: number;
  caseName: string;
  channel: Channel;
  /** Working minutes; null: the limit is not known. */
  limit: number | null;
  needed: number;
  text: string;
}

/** Every limit beside the longest way through the flow, in working minutes. */
export function limitFits(definition: ProcedureDefinition, flow: Flow): LimitFit[] {
  const needed = longestPathMinutes(flow);
  return definition.cases.flatMap((one, caseIndex) =>
    one.limits.map((limit, limitIndex) => ({
      caseIndex,
      limitIndex,
      caseName: one.name,
      channel: limit.channel,
      limit: limitMinutes(limit),
      needed,
      text: limitText(limit),
    })),
  );
}

/** Limits that are shorter than the steps of the flow together (Appendix II, 3.2). */
function limitFaults(definition: ProcedureDefinition, flow: Flow): ConfigurationFault[] {
  const longest = longestPath(flow)
    .toSorted((a, b) => b.minutes - a.minutes)
    .slice(0, 2)
    .map(({ node }) => `“${node.name || node.id}”`)
    .join(', ');
  return limitFits(definition, flow)
    .filter(({ limit, needed }) => limit !== null && limit < needed)
    .map(({ caseIndex, limitIndex, caseName, channel, limit, needed, text }) => ({
      place: `cases.${caseIndex}.limits.${limitIndex}.amount`,
      message:
        `Trường hợp “${caseName}”, nộp ${CHANNEL_NAMES[channel].toLowerCase()}: thời hạn ${text} là ` +
        `${formatNumber(limit!)} phút làm việc, ngắn hơn tổng các bước của quy trình ${formatNumber(needed)} phút. ` +
        `Tăng thời hạn, hoặc giảm thời gian ở bước ${longest}.`,
    }));
}
