import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable } from '../../platform/index.ts';
import { ErrorPage, type ErrorPageProps } from './error-page.tsx';
import { page } from './page.tsx';
import { BUSY, RETRY_AFTER } from './pressure.tsx';
import { NotFound, Problem } from './problems.ts';

/** What modules throw when a request can not be done; the message is for the person. */
interface ModuleError extends Error {
  problem: 'not-found' | 'forbidden' | 'conflict' | 'invalid';
}
const MODULE_PROBLEMS: Record<ModuleError['problem'], { status: number; title: string }> = {
  'not-found': { status: 404, title: 'Không tìm thấy' },
  forbidden: { status: 403, title: 'Bạn chưa có quyền' },
  conflict: { status: 409, title: 'Thông tin vừa thay đổi' },
  invalid: { status: 400, title: 'Chưa thực hiện được' },
};

/** Errors of Fastify and its plugins that a person may meet. */
const KNOWN: Record<string, { status: number; title: string; message: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: tooLarge(),
  FST_REQ_FILE_TOO_LARGE: tooLarge(),
  FST_FILES_LIMIT: {
    status: 413,
    title: 'Gửi lên quá nhiều tệp',
    message: 'Mỗi lần gửi được tối đa 20 tệp. Quay lại và gửi làm nhiều lần.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    title: 'Chưa thực hiện được',
    message: 'Trình duyệt gửi lên một dạng nội dung mà trang này không nhận. Mở lại trang và thử lại.',
  },
  FST_ERR_BAD_URL: { status: 404, title: new NotFound().title, message: new NotFound().message },
};

function tooLarge() {
  return {
    status: 413,
    title: 'Nội dung gửi lên quá lớn',
    message: 'Mỗi tệp tối đa 10 MB. Chụp lại ở cỡ nhỏ hơn hoặc lưu thành PDF nhẹ hơn, rồi gửi lại.',
  };
}

/** Error pages in words people can use; what broke goes to the log under the code on the page. */
export function errorPages(server: FastifyInstance): void {
  server.setNotFoundHandler((request, reply) => answer(request, reply, new NotFound()));
  server.setErrorHandler((error: FastifyError, request, reply) => answer(request, reply, error));
}

/** For addresses that can not even be read; no hook has run for them. */
export function unreadable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  request.cookies = {};
  void answer(request, reply, error);
}

async function answer(request: FastifyRequest, reply: FastifyReply, error: Error): Promise<FastifyReply> {
  const view = describe(request, error);
  // Without the query: it may hold what people typed, or the token of a mailed link.
  const path = request.url.split('?')[0];
  if (view.status === 503) reply.header('retry-after', RETRY_AFTER);
  if (view.status >= 500)
    request.log.error({ reqId: request.id, err: error, code: view.code, path }, 'request failed');
  else {
    const { status } = view;
    request.log.info({ reqId: request.id, status, path, reason: error.message }, 'request turned down');
  }
  if (request.headers.accept?.startsWith('application/json')) {
    return reply.code(view.status).send({ error: view.title, message: view.message, code: view.code });
  }
  return page(reply, <ErrorPage {...view} />, { status: view.status });
}

function describe(
  request: FastifyRequest,
  error: Error & { code?: string; statusCode?: number },
): ErrorPageProps {
  if (error instanceof Problem) {
    return { status: error.status, title: error.title, message: error.message, link: error.link };
  }
  const known = MODULE_PROBLEMS[(error as ModuleError).problem];
  if (known) return { ...known, message: error.message };
  const own = error.code ? KNOWN[error.code] : undefined;
  if (own) return own;
  if (error.statusCode === 429) {
    return {
      status: 429,
      title: 'Bạn thao tác quá nhanh',
      message:
        'Có quá nhiều yêu cầu từ mạng của bạn trong một phút. Chờ một phút rồi thử lại; những gì đã lưu vẫn còn.',
    };
  }
  if (isUnavailable(error)) return BUSY;
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
    return {
      status: error.statusCode,
      title: 'Chưa thực hiện được',
      message: 'Nội dung gửi lên không đọc được. Mở lại trang và thử lại.',
    };
  }
  return {
    status: 500,
    title: 'Chúng tôi xin lỗi, trang này đang lỗi',
    message: 'Những gì đã lưu vẫn còn. Thử lại sau ít phút; nếu vẫn lỗi, gọi tổng đài và đọc mã dưới đây.',
    code: shortCode(),
    at: request.server.platform.clock.now(),
  };
}

/** Such as "7F3A-19": short enough to read out on the phone. */
function shortCode(): string {
  const hex = randomBytes(3).toString('hex').toUpperCase();
  return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}
