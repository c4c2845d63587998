import type { FieldItem, FormDefinition, FormItem, InputKind } from './types.ts';
import { CHOICE_INPUTS } from './field-schema.ts';

/** What the builder can add. */
export type NewItem = InputKind | 'step' | 'group' | 'repeat' | 'note' | 'attachment';

/** Names of all that can be added, in the order in which the builder offers them. */
export const NEW_ITEMS: readonly { what: NewItem; name: string }[] = [
  { what: 'text', name: 'Chữ một dòng' },
  { what: 'textarea', name: 'Chữ nhiều dòng' },
  { what: 'personal-id', name: 'Số định danh cá nhân' },
  { what: 'tax-code', name: 'Mã số thuế' },
  { what: 'phone', name: 'Điện thoại' },
  { what: 'email', name: 'Thư điện tử' },
  { what: 'date', name: 'Ngày' },
  { what: 'integer', name: 'Số nguyên' },
  { what: 'number', name: 'Số thập phân' },
  { what: 'money', name: 'Số tiền' },
  { what: 'yesno', name: 'Có hoặc không' },
  { what: 'radio', name: 'Chọn một (nút tròn)' },
  { what: 'select', name: 'Chọn một (danh sách)' },
  { what: 'checkboxes', name: 'Chọn nhiều' },
  { what: 'address', name: 'Địa chỉ' },
  { what: 'declaration', name: 'Lời cam đoan' },
  { what: 'attachment', name: 'Giấy tờ kèm theo' },
  { what: 'note', name: 'Ghi chú' },
  { what: 'group', name: 'Nhóm' },
  { what: 'repeat', name: 'Nhóm lặp lại' },
  { what: 'step', name: 'Bước mới' },
];

/** Vietnamese name of a kind of item or input. */
export const kindName = (what: string): string => NEW_ITEMS.find((one) => one.what === what)?.name ?? 'Mục';

const LABELS: Partial<Record<InputKind, string>> = {
  'personal-id': 'Số định danh cá nhân',
  'tax-code': 'Mã số thuế',
  phone: 'Số điện thoại',
  email: 'Thư điện tử',
  date: 'Ngày',
  integer: 'Số lượng',
  number: 'Diện tích',
  money: 'Số tiền',
  address: 'Địa chỉ',
  declaration:
    'Tôi cam đoan những nội dung khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật về nội dung đã khai.',
  yesno: 'Câu hỏi có hoặc không?',
};

/** A new item, its path still to be found. */
export function freshItem(what: Exclude<NewItem, 'step'>): FormItem {
  switch (what) {
    case 'group':
      return { kind: 'group', title: 'Nhóm mới', items: [] };
    case 'repeat':
      return {
        kind: 'repeat',
        path: '',
        title: 'Danh sách mới',
        memberTitle: 'Người',
        addLabel: 'Thêm người',
        items: [],
      };
    case 'note':
      return { kind: 'note', text: 'Nội dung cần lưu ý.' };
    case 'attachment':
      return { kind: 'attachment', component: '', label: 'Giấy tờ kèm theo', required: true };
    default: {
      const item: FieldItem = { kind: 'field', path: '', label: LABELS[what] ?? 'Ô mới', input: what };
      if (CHOICE_INPUTS.has(what)) {
        item.options = [
          { value: 'luaChon1', label: 'Lựa chọn 1' },
          { value: 'luaChon2', label: 'Lựa chọn 2' },
        ];
      }
      if (['phone', 'date', 'integer', 'number', 'money'].includes(what)) item.width = 'short';
      return item;
    }
  }
}

/** A new form with one step and nothing in it. */
export const freshForm = (code: string, title: string): FormDefinition => ({
  code,
  title,
  schema: { type: 'object', properties: {} },
  steps: [{ id: 'buoc-1', title: 'Nội dung kê khai', items: [] }],
});
