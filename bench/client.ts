import { brotliDecompressSync } from 'node:zlib';
import { Client } from 'undici';

export interface Answer {
  status: number;
  location: string;
  /** Bytes on the wire. */
  size: number;
  /** The page, unpacked only when somebody reads it. */
  body(): string;
  /** Milliseconds from sending to the last byte. */
  took: number;
}

const PATIENCE_MS = 60_000;

/** One browser: a keep-alive connection of its own and a cookie. */
export class Browser {
  readonly #client: Client;
  cookie: string;

  constructor(origin: string, session = '') {
    this.#client = new Client(origin, {
      headersTimeout: PATIENCE_MS,
      bodyTimeout: PATIENCE_MS,
      connect: { timeout: PATIENCE_MS },
    });
    this.cookie = session ? `phien=${session}` : '';
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path, null);
  }

  /** Sends a form as a browser does, without following the redirect. */
  post(path: string, body: string): Promise<Answer> {
    return this.#send('POST', path, body);
  }

  close(): void {
    void this.#client.destroy();
  }

  async #send(method: 'GET' | 'POST', path: string, body: string | null): Promise<Answer> {
    const headers: Record<string, string> = {
      accept: 'text/html',
      'accept-language': 'vi',
      'accept-encoding': 'gzip, br',
      'user-agent': 'bench',
    };
    if (this.cookie) headers['cookie'] = this.cookie;
    if (body !== null) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['sec-fetch-site'] = 'same-origin';
    }
    const begun = performance.now();
    const response = await this.#client.request({ method, path, headers, body });
    const raw = Buffer.from(await response.body.arrayBuffer());
    const packed = response.headers['content-encoding'] === 'br';
    return {
      status: response.statusCode,
      location: String(response.headers['location'] ?? ''),
      size: raw.length,
      body: () => (packed ? brotliDecompressSync(raw) : raw).toString(),
      took: performance.now() - begun,
    };
  }
}
