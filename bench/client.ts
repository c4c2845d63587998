import http from 'node:http';
import { brotliDecompressSync } from 'node:zlib';

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

/** One browser: a keep-alive connection of its own and a cookie. */
export class Browser {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  readonly #origin: URL;
  cookie: string;

  constructor(origin: string, session = '') {
    this.#origin = new URL(origin);
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
    this.#agent.destroy();
  }

  #send(method: string, path: string, body: string | null): Promise<Answer> {
    const headers: Record<string, string> = {
      accept: 'text/html',
      'accept-language': 'vi',
      'accept-encoding': 'gzip, br',
      'user-agent': 'bench',
    };
    if (this.cookie) headers['cookie'] = this.cookie;
    if (body !== null) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['content-length'] = String(Buffer.byteLength(body));
      headers['sec-fetch-site'] = 'same-origin';
    }
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          agent: this.#agent,
          host: this.#origin.hostname,
          port: this.#origin.port,
          method,
          path,
          headers,
          timeout: 60_000,
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const raw = Buffer.concat(parts);
            const packed = response.headers['content-encoding'] === 'br';
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location ?? '',
              size: raw.length,
              body: () => (packed ? brotliDecompressSync(raw) : raw).toString(),
              took: performance.now() - begun,
            });
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer within 60 s')));
      request.on('error', reject);
      request.end(body ?? undefined);
    });
  }
}
