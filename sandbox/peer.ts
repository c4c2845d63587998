import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the stand-in is to misbehave. */
export interface Trouble {
  kind: 'slow' | 'error' | 'reset' | 'half' | 'expire' | 'huge' | 'refuse';
  /** Only calls of this service. */
  service?: string;
  /** Only calls about this procedure. */
  code?: string;
  /** So many calls; all of them unless given. */
  times?: number;
  /** slow: milliseconds before the answer. */
  ms?: number;
}

export type Call = Record<string, unknown> & { service: string };

/** What a service answers; null: it knows nothing of what was asked for. */
export type Services = Record<string, (call: Call) => unknown[] | null>;

export interface PeerOptions {
  port?: number;
  user?: string;
  password?: string;
  unit?: string;
}

/** A stand-in that speaks the national services' protocol: log-in, session, `service` calls, `error_code`. */
export interface Peer {
  /** Address to name as the peer's. */
  url: string;
  user: string;
  password: string;
  unit: string;
  /** Calls so far: "login" and names of services. */
  calls: string[];
  /** The most calls that were in hand at the same moment. */
  busiest(): number;
  trouble(trouble: Trouble): void;
  /** Behaves again. */
  calm(): void;
  close(): Promise<void>;
}

const MAX_BODY = 1024 * 1024;

/**
 * Starts a stand-in on the loopback.
 *
 * @param control answers POST /_sandbox/… of those who play with it by hand; null: no such path
 */
export async function startPeer(
  services: Services,
  control: (path: string, body: Record<string, unknown>) => object | null,
  options: PeerOptions = {},
): Promise<Peer> {
  const { user = 'motcua', password = 'thu-nghiem', unit = '000.00.00.H99' } = options;
  const sessions = new Set<string>();
  const calls: string[] = [];
  let troubles: Trouble[] = [];
  let [inHand, most] = [0, 0];

  const server = createServer((request, response) => {
    inHand++;
    most = Math.max(most, inHand);
    response.on('close', () => void inHand--);
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readJson(request);
    const path = new URL(request.url ?? '/', 'http://peer').pathname;
    if (request.method !== 'POST' || !body)
      return send(response, 400, { error_code: '-1', message: 'JSON?' });
    if (path.startsWith('/_sandbox/')) return toControl(response, path.slice('/_sandbox/'.length), body);
    const service = path === '/mapi/login' ? 'login' : String(body.service ?? '');
    calls.push(service);
    const trouble = troubleFor(service, body);
    if (trouble && (await misbehave(trouble, response))) return;
    const result = service === 'login' ? logIn(body) : call(path, body as Call);
    const text = JSON.stringify(result);
    if (trouble?.kind !== 'half') return send(response, 200, result);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.write(text.slice(0, text.length / 2));
    setTimeout(() => response.destroy(), 5);
  }

  /** Whether the answer has been dealt with. */
  async function misbehave(trouble: Trouble, response: ServerResponse): Promise<boolean> {
    if (trouble.kind === 'slow') await new Promise((done) => setTimeout(done, trouble.ms ?? 1000));
    else if (trouble.kind === 'error') send(response, 500, 'Internal Server Error');
    else if (trouble.kind === 'reset') response.socket?.resetAndDestroy();
    else if (trouble.kind === 'expire') sessions.clear();
    else if (trouble.kind === 'refuse')
      send(response, 200, { error_code: '9', message: 'Tạm ngừng phục vụ' });
    else if (trouble.kind === 'huge')
      send(response, 200, { error_code: '0', result: ['x'.repeat(6_000_000)] });
    return ['error', 'reset', 'refuse', 'huge'].includes(trouble.kind);
  }

  function troubleFor(service: string, body: Record<string, unknown>): Trouble | undefined {
    const found = troubles.find(
      (one) => (!one.service || one.service === service) && (!one.code || one.code === body.maTTHC),
    );
    if (found?.times !== undefined && --found.times <= 0) troubles = troubles.filter((one) => one !== found);
    return found;
  }

  function logIn(body: Record<string, unknown>): object {
    if (body.username !== user || body.password !== password) {
      return { error_code: '1', message: 'Tên đăng nhập hoặc mật khẩu không đúng' };
    }
    const session = randomBytes(16).toString('hex');
    sessions.add(session);
    return { session, error_code: '0' };
  }

  function call(path: string, body: Call): object {
    if (path !== '/mapi/g') return { error_code: '-1', message: 'Không có đường dẫn này' };
    if (!sessions.has(String(body.session))) return { error_code: '2', message: 'Phiên làm việc đã hết hạn' };
    if (body.madonvi !== unit) return { error_code: '3', message: 'Đơn vị không được cấp quyền' };
    const service = Object.hasOwn(services, body.service) ? services[body.service] : undefined;
    const result = service?.(body);
    if (!service) return { error_code: '4', message: `Không có dịch vụ ${body.service}` };
    if (!result) return { error_code: '5', message: 'Không tìm thấy dữ liệu' };
    return { error_code: '0', message: 'Thành công', result };
  }

  function toControl(response: ServerResponse, path: string, body: Record<string, unknown>): void {
    if (path === 'trouble') troubles.push(body as unknown as Trouble);
    else if (path === 'calm') troubles = [];
    else {
      const done = control(path, body);
      return send(response, done ? 200 : 404, done ?? { message: 'Không có lệnh này' });
    }
    send(response, 200, { troubles });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    user,
    password,
    unit,
    calls,
    busiest: () => most,
    trouble: (trouble) => void troubles.push({ ...trouble }),
    calm: () => {
      troubles = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MAX_BODY) return null;
    parts.push(part as Buffer);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
