import { formatDateTime } from '../../core/dates.ts';
import type { FieldError } from '../../core/form/index.ts';

/** The dossier, draft or task does not exist, or the person may not know that it does. */
export class DossierNotFound extends Error {
  readonly problem = 'not-found';

  constructor() {
    super('Không tìm thấy hồ sơ. Kiểm tra lại mã hồ sơ hoặc mở lại từ danh sách.');
  }
}

/** This actor may not do this now; the message is for the person, in Vietnamese. */
export class NotAllowed extends Error {
  readonly problem = 'forbidden';
}

/** What was typed can not be accepted: each error names its field and the remedy. */
export class InvalidInput extends Error {
  readonly problem = 'invalid';
  readonly errors: FieldError[];

  constructor(errors: FieldError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.errors = errors;
  }
}

/** The page was made before somebody else acted: names who did what, and when. */
export class StaleDossier extends Error {
  readonly problem = 'conflict';
  readonly by: string;
  readonly at: Date;
  readonly action: string;

  constructor(by: string, at: Date, action: string) {
    super(
      `${by} đã ${action} hồ sơ này lúc ${formatDateTime(at)}. Mở lại hồ sơ để xem tình trạng mới trước khi làm tiếp.`,
    );
    this.by = by;
    this.at = at;
    this.action = action;
  }
}
