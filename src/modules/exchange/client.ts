import { setTimeout as pause } from 'node:timers/promises';

/** How the peer is reached, and how patiently. */
export interface PeerAccess {
  /** Address before /mapi/login and /mapi/g, without a final slash. */
  url: string;
  user: string;
  password: string;
  /** `madonvi`. */
  unit: string;
  /** Header `dstcode`; empty: not sent. */
  destination: string;
}

export interface Patience {
  /** Milliseconds for one answer, body and all. */
  answerMs: number;
  /** Tries of one call. */
  tries: number;
  /** Milliseconds before the second try; twice as long before each further one. */
  backoffMs: number;
  /** The largest answer that is taken, in bytes. */
  maxBytes: number;
}

export const PATIENCE: Patience = { answerMs: 15_000, tries: 4, backoffMs: 300, maxBytes: 20_000_000 };

/** The peer can not be reached or does not answer as agreed; the message says which, for the administrator. */
export class PeerUnreachable extends Error {}

/** The peer has understood and says no. */
export class PeerRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`Hệ thống quốc gia từ chối (mã ${code}): ${message || 'không nêu lý do'}`);
    this.code = code;
  }
}

export interface PeerClient {
  /**
   * Calls a service and answers its `result`.
   *
   * @throws PeerUnreachable after the last try
   * @throws PeerRefused when `error_code` is not 0
   */
  call(service: string, more?: Record<string, unknown>): Promise<unknown[]>;
}

/** Words by which a peer says that the session is over; its code for it is not agreed. */
const SESSION_OVER = /phiên|session|token|đăng nhập|expired/iu;

/**
 * A client of the national services (QCVN 120:2019/BTTTT): logs in by itself, anew when the session has ended, and tries
 * again, later and later, what failed on the way. Safe to call concurrently.
 */
export function peerClient(access: PeerAccess, patience: Patience = PATIENCE): PeerClient {
  let session: Promise<string> | null = null;

  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(access.destination ? { dstcode: access.destination } : {}),
  };

  async function post(path: string, body: object): Promise<Record<string, unknown>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(path, body);
      } catch (error) {
        if (!(error instanceof PeerUnreachable) || attempt >= patience.tries) throw error;
        await pause(patience.backoffMs * 2 ** (attempt - 1));
      }
    }
  }

  async function once(path: string, body: object): Promise<Record<string, unknown>> {
    const signal = AbortSignal.timeout(patience.answerMs);
    let text: string;
    try {
      const response = await fetch(access.url + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal,
        // The password goes to the address that was named and nowhere else.
        redirect: 'error',
      });
      if (response.status === 401) return { error_code: '401', message: 'session' };
      if (!response.ok) {
        await response.body?.cancel();
        throw new PeerUnreachable(`Hệ thống quốc gia báo lỗi ${response.status}.`);
      }
      text = await readLimited(response, patience.maxBytes);
    } catch (error) {
      if (error instanceof PeerUnreachable || error instanceof TooLargeAnswer) throw error;
      if (signal.aborted) {
        throw new PeerUnreachable(`Hệ thống quốc gia không trả lời trong ${patience.answerMs / 1000} giây.`);
      }
      throw new PeerUnreachable(`Không nối được tới hệ thống quốc gia (${reasonOf(error)}).`);
    }
    try {
      const answer: unknown = JSON.parse(text);
      if (answer !== null && typeof answer === 'object' && 'error_code' in answer) {
        return answer as Record<string, unknown>;
      }
    } catch {
      throw new PeerUnreachable('Câu trả lời của hệ thống quốc gia bị cắt hoặc không phải JSON.');
    }
    throw new PeerUnreachable('Câu trả lời của hệ thống quốc gia không có “error_code”.');
  }

  async function logIn(): Promise<string> {
    const answer = await post('/mapi/login', { username: access.user, password: access.password });
    refuseUnlessGood(answer);
    if (typeof answer.session !== 'string' || !answer.session) {
      throw new PeerRefused('0', 'đăng nhập được nhưng không nhận được phiên làm việc');
    }
    return answer.session;
  }

  /** The session in use; a new one unless it is still the one that has just failed. */
  function sessionAfter(failed: Promise<string> | null): Promise<string> {
    if (session === null || session === failed) {
      const next = logIn();
      session = next;
      next.catch(() => {
        if (session === next) session = null;
      });
    }
    return session;
  }

  return {
    async call(service, more = {}) {
      let used: Promise<string> | null = null;
      for (let renewed = 0; ; renewed++) {
        const current = sessionAfter(used);
        const body = { session: await current, madonvi: access.unit, service, ...more };
        const answer = await post('/mapi/g', body);
        if (codeOf(answer) !== '0' && renewed < 2 && SESSION_OVER.test(String(answer.message ?? ''))) {
          used = current;
          continue;
        }
        refuseUnlessGood(answer);
        const { result } = answer;
        if (Array.isArray(result)) return result as unknown[];
        return result === undefined || result === null ? [] : [result];
      }
    },
  };
}

/** An answer beyond all measure: asking again would bring it again. */
export class TooLargeAnswer extends Error {}

async function readLimited(response: Response, most: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    // Leaving the loop gives up the rest of the answer.
    if (size > most) {
      throw new TooLargeAnswer(`Câu trả lời của hệ thống quốc gia quá lớn (trên ${most / 1_000_000} MB).`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

const codeOf = (answer: Record<string, unknown>): string => String(answer.error_code ?? '');

function refuseUnlessGood(answer: Record<string, unknown>): void {
  if (codeOf(answer) === '0') return;
  throw new PeerRefused(
    codeOf(answer),
    typeof answer.message === 'string' ? answer.message.slice(0, 300) : '',
  );
}
