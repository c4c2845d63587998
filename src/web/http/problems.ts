/**
 * Why a request is turned down, in words for the person: what is wrong and what to do. Thrown anywhere in `web/`;
 * the error pages show the message.
 */
export class Problem extends Error {
  readonly status: number;
  /** Headline of the page. */
  readonly title: string;
  /** Where to go from here. */
  readonly link?: { href: string; label: string };

  constructor(status: number, title: string, message: string, link?: { href: string; label: string }) {
    super(message);
    this.name = new.target.name;
    this.status = status;
    this.title = title;
    this.link = link;
  }
}

/** There is no such thing, or the person may not know that there is. */
export class NotFound extends Problem {
  constructor(
    message = 'Địa chỉ có thể đã đổi hoặc gõ thiếu. Kiểm tra lại, hoặc bắt đầu từ trang chủ.',
    link?: Problem['link'],
  ) {
    super(404, 'Không tìm thấy trang này', message, link);
  }
}

/** The person may not do or see this; the message says who can help. */
export class Forbidden extends Problem {
  constructor(
    message = 'Tài khoản của bạn chưa có quyền làm việc này. Cần dùng, liên hệ người quản trị của cơ quan.',
    link?: Problem['link'],
  ) {
    super(403, 'Bạn chưa có quyền', message, link);
  }
}

/** Somebody else was faster, or the page is stale. The message names who and when. */
export class Conflict extends Problem {
  constructor(message: string, link?: Problem['link']) {
    super(409, 'Thông tin vừa thay đổi', message, link);
  }
}

/** What was sent can not be used, and no form is there to show it in. */
export class Invalid extends Problem {
  constructor(message: string, link?: Problem['link']) {
    super(400, 'Chưa thực hiện được', message, link);
  }
}

/** Too much in one go. */
export class TooLarge extends Problem {
  constructor(message: string) {
    super(413, 'Nội dung gửi lên quá lớn', message);
  }
}
