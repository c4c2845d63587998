/** One remark on a template: what is wrong and where, in words for the administrator who uploaded it. */
export interface TemplateMessage {
  /** error: the template can not be used · warning: it can, but the print will differ from Word. */
  level: 'error' | 'warning';
  /** Where: "Đoạn 4", "Bảng 1, hàng 2, ô 1", "Đầu trang". */
  place: string;
  text: string;
}

/** A document could not be made. `messages` names the faults of the template when that was the cause. */
export class PdfError extends Error {
  readonly messages: TemplateMessage[];

  constructor(message: string, messages: TemplateMessage[] = [], cause?: unknown) {
    super(message, { cause });
    this.name = 'PdfError';
    this.messages = messages;
  }
}
