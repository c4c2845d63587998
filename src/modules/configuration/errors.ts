import { formatDateTime } from '../../core/dates.ts';

/** Somebody else has changed the thing since this editor opened it. Nothing was written. */
export class StaleEdit extends Error {
  readonly problem = 'conflict';
  /** Name of the one who changed it, and when. */
  readonly by: string;
  readonly at: Date;

  constructor(title: string, by: string, at: Date) {
    super(
      `${by} vừa thay đổi “${title}” lúc ${formatDateTime(at)}. Những gì bạn điền chưa được lưu; ` +
        'xem bản mới nhất rồi sửa tiếp.',
    );
    this.name = 'StaleEdit';
    this.by = by;
    this.at = at;
  }
}

/** A change of configuration that can not be made; the messages name the place and the remedy. */
export class InvalidConfiguration extends Error {
  readonly problem = 'invalid';
  readonly errors: readonly ConfigurationFault[];

  constructor(errors: readonly ConfigurationFault[]) {
    super(errors.map((error) => error.message).join(' '));
    this.name = 'InvalidConfiguration';
    this.errors = errors;
  }
}

export interface ConfigurationFault {
  /** Name of the input, or a dotted path into the definition; empty when it is about the whole. */
  place: string;
  /** Vietnamese: what is wrong and what to do. */
  message: string;
}
