import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
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

  #send(method: 'GET' | 'POST', path: string, body: string | null): Promise<Answer> {
    const headers: Record<string, string> = { ...HEADERS };
    if (this.cookie) headers['cookie'] = this.cookie;
    if (body !== null) Object.assign(headers, FORM);
    const begun = performance.now();
    return new Promise<Answer>((resolve, reject) => {
      let status = 0;
      let location = '';
      let packed = '';
      const chunks: Buffer[] = [];
      // The plainest way through the library: the load shares the processors with what it measures.
      this.#client.dispatch(
        { method, path, headers, body },
        {
          onRequestStart() {},
          onResponseStart(_controller, statusCode, given) {
            status = statusCode;
            location = String(given['location'] ?? '');
            packed = String(given['content-encoding'] ?? '');
          },
          onResponseData(_controller, chunk) {
            chunks.push(chunk);
          },
          onResponseEnd() {
            const raw = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
            resolve({
              status,
              location,
              size: raw.length,
              body: () => (UNPACK[packed]?.(raw) ?? raw).toString(),
              took: performance.now() - begun,
            });
          },
          onResponseError(_controller, error) {
            reject(error);
          },
        },
      );
    });
  }
}

const UNPACK: Record<string, (body: Buffer) => Buffer> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** As Chrome asks. */
const HEADERS = {
  accept: 'text/html',
  'accept-language': 'vi',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'user-agent': 'bench',
};
const FORM = {
  'content-type': 'application/x-www-form-urlencoded',
  'sec-fetch-site': 'same-origin',
};
