import { formatDate } from '../../core/dates.ts';
import type { Tx } from '../../platform/index.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { changeTemplateSet, republishTemplate } from './template-publish.ts';

interface Edit {
  by: Editor;
  at: Date;
}

/** Takes a publication back: the version before it is published anew. */
async function restoreTemplate(tx: Tx, key: string, before: unknown, edit: Edit): Promise<void> {
  const { version } = (before ?? {}) as { version?: number };
  if (!version) {
    throw new InvalidConfiguration([
      {
        place: '',
        message:
          'Trước đó mẫu in theo bản đi kèm chương trình. Tải bản đó về ở trang của mẫu, rồi tải lên và công bố lại.',
      },
    ]);
  }
  const [set = '', kind = ''] = key.split('/');
  await republishTemplate(tx, { set: set === 'ket-qua' ? null : set, kind }, version, edit);
}

/** Gives a set that has not begun its earlier name, basis and first day. */
async function restoreTemplateSet(tx: Tx, code: string, before: unknown, edit: Edit): Promise<void> {
  if (!before) {
    throw new InvalidConfiguration([
      {
        place: '',
        message: 'Bộ mẫu vừa lập không xóa được. Sửa ngày áp dụng sang ngày sau, hoặc lập bộ khác.',
      },
    ]);
  }
  const { validFrom, ...facts } = before as { name: string; legalBasis: string; validFrom: string };
  await changeTemplateSet(tx, code, { ...facts, validFrom: formatDate(new Date(validFrom)) }, edit);
}

/** How a recorded change of this module's things is taken back, by kind of thing. */
export const RESTORERS = { template: restoreTemplate, 'template-set': restoreTemplateSet };
