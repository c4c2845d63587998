import type { FormDefinition } from '../../core/form/types.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { restoreForm } from './editing.ts';

export {
  formVersion,
  formVersions,
  listForms,
  newestForm,
  numberedForm,
  publishForm,
  type FormPublication,
  type FormVersion,
  type FormVersionRow,
} from './versions.ts';
export { formRows, type FormRow } from './list.ts';
export {
  createForm,
  discardFormDraft,
  formFaults,
  importForm,
  openForm,
  publishFormDraft,
  republishForm,
  saveFormDraft,
  type FormDraftBody,
  type OpenForm,
} from './editing.ts';

/** How a recorded change of this module's things is taken back, by kind of thing. */
export const RESTORERS = {
  form: async (tx: Tx, key: string, before: unknown, edit: { by: Editor; at: Date }): Promise<void> => {
    if (before === null) {
      throw new InvalidConfiguration([
        {
          place: '',
          message: `Biểu mẫu “${key}” chưa có bản nào trước đó để lấy lại. Bản đã công bố không xóa được vì hồ sơ có thể đã dùng.`,
        },
      ]);
    }
    await restoreForm(tx, before as FormDefinition, edit);
  },
};
