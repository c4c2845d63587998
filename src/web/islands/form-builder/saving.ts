import type { Catalogues, FormDefinition } from '../../../core/form/index.ts';

const IDLE_MS = 1500;

export interface SaveState {
  kind: 'clean' | 'waiting' | 'saving' | 'saved' | 'failed' | 'stale';
  /** When it was saved, or why not. */
  text?: string;
}

interface Saved {
  revision: number;
  savedAt: string;
  catalogues: Catalogues;
}

/** Saves the draft a moment after the last change; one save at a time, the newest form last. */
export class Saver {
  #address: string;
  #token: string;
  #revision: number;
  #pending: FormDefinition | null = null;
  #running: Promise<void> | null = null;
  #timer = 0;
  #stale: number | null = null;
  #tell: (state: SaveState) => void;
  #lists: (catalogues: Catalogues) => void;

  constructor(
    address: string,
    token: string,
    revision: number,
    tell: (state: SaveState) => void,
    lists: (catalogues: Catalogues) => void,
  ) {
    this.#address = address;
    this.#token = token;
    this.#revision = revision;
    this.#tell = tell;
    this.#lists = lists;
  }

  get dirty(): boolean {
    return this.#pending !== null || this.#running !== null;
  }

  changed(definition: FormDefinition): void {
    this.#pending = definition;
    if (this.#stale !== null) return;
    this.#tell({ kind: 'waiting' });
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.flush(), IDLE_MS);
  }

  /** Saves over what somebody else has saved: the person has seen it and wants so. */
  async insist(): Promise<void> {
    if (this.#stale !== null) this.#revision = this.#stale;
    this.#stale = null;
    await this.flush();
  }

  /** Saves what is not saved yet; answers when it is done, or has failed. */
  async flush(keepalive = false): Promise<void> {
    window.clearTimeout(this.#timer);
    await this.#running;
    const definition = this.#pending;
    if (!definition || this.#stale !== null) return;
    this.#pending = null;
    this.#running = this.#send(definition, keepalive).finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #send(definition: FormDefinition, keepalive: boolean): Promise<void> {
    this.#tell({ kind: 'saving' });
    const answer = await fetch(this.#address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ _ma: this.#token, revision: this.#revision, definition }),
      keepalive,
    }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as Partial<Saved & { message: string }> | null;
    if (answer?.ok && said?.revision) {
      this.#revision = said.revision;
      this.#tell({ kind: 'saved', text: said.savedAt });
      this.#lists(said.catalogues ?? {});
      return;
    }
    this.#pending ??= definition;
    if (answer?.status === 409) {
      this.#stale = said?.revision ?? 0;
      this.#tell({ kind: 'stale', text: said?.message });
    } else {
      const text =
        said?.message ?? 'Chưa lưu được. Giữ trang này mở; sẽ lưu lại ở lần sửa sau hoặc khi có mạng.';
      this.#tell({ kind: 'failed', text });
    }
  }
}
