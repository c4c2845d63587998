import type { Delivery } from '../../../core/dossier.ts';
import type { Answers, FormDefinition } from '../../../core/form/index.ts';
import type { Agency } from '../../../modules/agencies/index.ts';

/**
 * How the result is to be handed over, as a form: the postal part asks name, phone and address (Circular 22/2019,
 * Appendix II, 11.2). Errors and inputs are named as `checkDraft` names them.
 *
 * @param reception where paper results are collected
 */
export function deliveryForm(reception: Agency | undefined): FormDefinition {
  const place = reception ? `${reception.name}, ${reception.address}` : 'Bộ phận Một cửa';
  return {
    code: 'nhan-ket-qua',
    title: 'Nhận kết quả',
    schema: {
      type: 'object',
      properties: {
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
    steps: [
      {
        id: 'nhan-ket-qua',
        title: 'Bạn muốn nhận kết quả bằng cách nào?',
        items: [
          {
            kind: 'field',
            path: 'delivery.method',
            label: 'Cách nhận kết quả',
            input: 'radio',
            missing: 'Chọn cách nhận kết quả.',
            options: [
              {
                value: 'online',
                label: 'Trên mạng',
                hint: 'Bản điện tử nằm ở trang hồ sơ của bạn, tải về lúc nào cũng được.',
              },
              { value: 'counter', label: 'Tại quầy', hint: `${place}. Mang theo giấy tờ tùy thân.` },
              {
                value: 'post',
                label: 'Bưu chính công ích, giao tận nơi',
                hint: 'Cước do bưu chính báo, bạn trả khi nhận.',
              },
            ],
          },
          {
            kind: 'group',
            title: 'Nơi bưu tá giao',
            showIf: { path: 'delivery.method', equals: 'post' },
            items: [
              {
                kind: 'field',
                path: 'delivery.name',
                label: 'Họ tên người nhận',
                hint: 'Như trên giấy tờ tùy thân, để bưu tá đối chiếu',
                input: 'text',
                prefill: 'account.name',
                width: 'medium',
              },
              {
                kind: 'field',
                path: 'delivery.phone',
                label: 'Số điện thoại người nhận',
                hint: 'Bưu tá gọi trước khi giao, ví dụ 0904 112 358',
                input: 'phone',
                prefill: 'account.phone',
                width: 'medium',
              },
              {
                kind: 'field',
                path: 'delivery.address',
                label: 'Địa chỉ nhận',
                input: 'address',
                prefill: 'account.address',
              },
            ],
          },
        ],
      },
    ],
  };
}

/** The draft's delivery as answers of that form. */
export const deliveryAnswers = (delivery: Partial<Delivery>): Answers => ({ delivery: { ...delivery } });

/** Answers of that form as the draft keeps them; what was typed stays, right or wrong. */
export const deliveryOf = (answers: Answers): Partial<Delivery> =>
  (answers['delivery'] as Partial<Delivery> | undefined) ?? {};
