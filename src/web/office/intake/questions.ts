import type { Delivery, Party } from '../../../core/dossier.ts';
import {
  getPath,
  isFilled,
  setPath,
  type Answers,
  type FieldError,
  type FormDefinition,
  type FormItem,
} from '../../../core/form/index.ts';
import type { Person } from '../../../modules/people/index.ts';

/** Everything of this form is named under one word, so that it never meets a name of the procedure's own form. */
const ROOT = 'tn';

function partyItems(who: 'applicant' | 'owner', title: string, lead?: string): FormItem {
  const path = (name: string): string => `${ROOT}.${who}.${name}`;
  const citizen = { path: path('kind'), equals: 'citizen' };
  const organisation = { path: path('kind'), equals: 'organisation' };
  return {
    kind: 'group',
    title,
    lead,
    ...(who === 'owner' ? { showIf: { path: `${ROOT}.proxy`, equals: true } } : {}),
    items: [
      {
        kind: 'field',
        path: path('kind'),
        label: 'Là',
        input: 'radio',
        options: [
          { value: 'citizen', label: 'Cá nhân' },
          { value: 'organisation', label: 'Tổ chức, doanh nghiệp, hộ kinh doanh' },
        ],
      },
      {
        kind: 'field',
        path: path('identityNo'),
        label: 'Số định danh cá nhân',
        hint: 'Quét mã trên thẻ căn cước hoặc gõ 12 số',
        input: 'personal-id',
        showIf: citizen,
        width: 'medium',
      },
      {
        kind: 'field',
        path: path('taxCode'),
        label: 'Mã số thuế',
        input: 'tax-code',
        showIf: organisation,
        width: 'medium',
      },
      { kind: 'field', path: path('name'), label: 'Họ và tên, hoặc tên tổ chức', input: 'text' },
      { kind: 'field', path: path('birthDate'), label: 'Ngày sinh', input: 'date', showIf: citizen },
      {
        kind: 'field',
        path: path('representative'),
        label: 'Người đại diện',
        input: 'text',
        showIf: organisation,
      },
      { kind: 'field', path: path('phone'), label: 'Điện thoại', input: 'phone', width: 'medium' },
      { kind: 'field', path: path('email'), label: 'Thư điện tử', input: 'email' },
      { kind: 'field', path: path('address'), label: 'Địa chỉ', input: 'address' },
    ],
  };
}

const party = (required: string[]) => ({
  type: 'object' as const,
  required,
  properties: {
    kind: { type: 'string' as const },
    identityNo: { type: 'string' as const, format: 'personal-id' },
    taxCode: { type: 'string' as const, format: 'tax-code' },
    name: { type: 'string' as const, maxLength: 200 },
    birthDate: { type: 'string' as const, format: 'vn-date', 'x-when': 'past' as const },
    representative: { type: 'string' as const, maxLength: 200 },
    phone: { type: 'string' as const, format: 'vn-phone' },
    email: { type: 'string' as const, format: 'email' },
    address: { $ref: 'address' },
  },
});

/** What the counter asks of every paper dossier, whatever the procedure (criterion II.5.2). */
export const INTAKE_FORM: FormDefinition = {
  code: 'tiep-nhan-tai-quay',
  title: 'Nhận hồ sơ tại quầy',
  schema: {
    type: 'object',
    properties: {
      [ROOT]: {
        type: 'object',
        required: ['source', 'proxy', 'applicant', 'owner', 'delivery'],
        properties: {
          source: { type: 'string' },
          applicant: party(['kind', 'name', 'phone']),
          proxy: { type: 'boolean' },
          owner: party(['kind', 'name']),
          content: { type: 'string', maxLength: 1000 },
          delivery: {
            type: 'object',
            required: ['method', 'name', 'phone', 'address'],
            properties: {
              method: { type: 'string' },
              name: { type: 'string', maxLength: 100 },
              phone: { type: 'string', format: 'vn-phone' },
              address: { $ref: 'address' },
            },
          },
        },
      },
    },
  },
  steps: [
    {
      id: 'nguoi',
      title: 'Người nộp',
      items: [
        partyItems('applicant', 'Người nộp'),
        { kind: 'field', path: `${ROOT}.proxy`, label: 'Nộp thay cho người khác', input: 'yesno' },
        partyItems('owner', 'Chủ hồ sơ', 'Người mà kết quả đứng tên.'),
      ],
    },
    {
      id: 'ho-so',
      title: 'Hồ sơ',
      items: [
        {
          kind: 'field',
          path: `${ROOT}.source`,
          label: 'Hồ sơ đến bằng',
          input: 'radio',
          options: [
            { value: 'counter', label: 'Người nộp mang đến quầy' },
            { value: 'post', label: 'Bưu chính chuyển đến' },
          ],
        },
        {
          kind: 'field',
          path: `${ROOT}.content`,
          label: 'Nội dung yêu cầu giải quyết',
          hint: 'In trên giấy tiếp nhận. Để trống: lấy tên thủ tục và tên chủ hồ sơ.',
          input: 'textarea',
        },
      ],
    },
    {
      id: 'tra-ket-qua',
      title: 'Trả kết quả',
      items: [
        {
          kind: 'field',
          path: `${ROOT}.delivery.method`,
          label: 'Cách trả kết quả',
          input: 'radio',
          missing: 'Chọn cách trả kết quả.',
          options: [
            { value: 'counter', label: 'Tại quầy' },
            { value: 'post', label: 'Bưu chính công ích' },
          ],
        },
        {
          kind: 'group',
          title: 'Nơi bưu tá giao',
          showIf: { path: `${ROOT}.delivery.method`, equals: 'post' },
          items: [
            { kind: 'field', path: `${ROOT}.delivery.name`, label: 'Họ tên người nhận', input: 'text' },
            {
              kind: 'field',
              path: `${ROOT}.delivery.phone`,
              label: 'Số điện thoại người nhận',
              input: 'phone',
            },
            { kind: 'field', path: `${ROOT}.delivery.address`, label: 'Địa chỉ nhận', input: 'address' },
          ],
        },
      ],
    },
  ],
};

/** The form before anything was typed. */
export const FRESH_ANSWERS: Answers = {
  [ROOT]: {
    source: 'counter',
    proxy: false,
    applicant: { kind: 'citizen' },
    delivery: { method: 'counter' },
  },
};

const text = (answers: Answers, path: string): string | undefined => {
  const value = getPath(answers, `${ROOT}.${path}`);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function partyAt(answers: Answers, who: 'applicant' | 'owner'): Party {
  const kind = text(answers, `${who}.kind`) === 'organisation' ? 'organisation' : 'citizen';
  const address = getPath(answers, `${ROOT}.${who}.address`);
  return {
    kind,
    name: text(answers, `${who}.name`) ?? '',
    identityNo: text(answers, kind === 'citizen' ? `${who}.identityNo` : `${who}.taxCode`),
    birthDate: kind === 'citizen' ? text(answers, `${who}.birthDate`) : undefined,
    phone: text(answers, `${who}.phone`),
    email: text(answers, `${who}.email`),
    address: isFilled(address) ? (address as Party['address']) : undefined,
    representative: kind === 'organisation' ? text(answers, `${who}.representative`) : undefined,
  };
}

export interface IntakeFacts {
  source: 'counter' | 'post';
  applicant: Party;
  owner: Party;
  content: string;
  delivery: Delivery;
}

/** The answers as the dossier takes them. */
export function factsOf(answers: Answers): IntakeFacts {
  const applicant = partyAt(answers, 'applicant');
  const method = text(answers, 'delivery.method') === 'post' ? 'post' : 'counter';
  return {
    source: text(answers, 'source') === 'post' ? 'post' : 'counter',
    applicant,
    owner: getPath(answers, `${ROOT}.proxy`) === true ? partyAt(answers, 'owner') : applicant,
    content: text(answers, 'content') ?? '',
    delivery:
      method === 'post'
        ? {
            method,
            name: text(answers, 'delivery.name'),
            phone: text(answers, 'delivery.phone'),
            address: getPath(answers, `${ROOT}.delivery.address`) as Delivery['address'],
          }
        : { method },
  };
}

/** Fills the applicant's part from the contact book; what is not known there keeps what was typed. */
export function withPerson(answers: Answers, person: Person): Answers {
  const known: Record<string, unknown> = {
    kind: person.kind,
    [person.kind === 'citizen' ? 'identityNo' : 'taxCode']: person.identity_no,
    name: person.name,
    birthDate: person.birth_date,
    representative: person.representative,
    phone: person.phone,
    email: person.email,
    address: person.address,
  };
  const filled = structuredClone(answers);
  for (const [name, value] of Object.entries(known)) {
    if (value) setPath(filled, `${ROOT}.applicant.${name}`, value);
  }
  return filled;
}

/** Errors of the act, by the names of this form. */
export function named(errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) =>
    /^(applicant|owner|delivery|content)\b/.test(error.path)
      ? { ...error, path: `${ROOT}.${error.path}` }
      : error,
  );
}
