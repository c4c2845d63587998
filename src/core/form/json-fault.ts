/** Where a text stops being JSON; lines and columns count from 1. */
export interface JsonFault {
  line: number;
  column: number;
  /** Vietnamese: what is wrong there. */
  message: string;
}

const WHITE = /[ \t\n\r]*/y;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids exactly these in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const DEEPEST = 200;

/** The first place where a text is not JSON, or null when it is. What an engine says of it has no line to go to. */
export function jsonFault(text: string): JsonFault | null {
  let at = 0;
  const stop = (message: string): never => {
    throw new Stop(at, message);
  };
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return false;
    at += found[0].length;
    return true;
  };
  const skip = (): void => void take(WHITE);

  const list = (close: string, depth: number, member: () => void): void => {
    if (depth > DEEPEST) stop('lồng nhau quá sâu');
    at += 1;
    skip();
    if (text[at] === close) return void (at += 1);
    for (;;) {
      skip();
      if (text[at] === close) stop(`thừa dấu phẩy trước “${close}”`);
      member();
      skip();
      if (text[at] === close) return void (at += 1);
      if (text[at] !== ',') stop(at < text.length ? `thiếu dấu phẩy hoặc “${close}”` : `thiếu “${close}”`);
      at += 1;
    }
  };
  const value = (depth: number): void => {
    skip();
    const first = text[at];
    if (first === '{') {
      list('}', depth + 1, () => {
        if (!take(STRING)) stop('cần tên trong dấu ngoặc kép');
        skip();
        if (text[at] !== ':') stop('thiếu dấu hai chấm');
        at += 1;
        value(depth + 1);
      });
    } else if (first === '[') list(']', depth + 1, () => value(depth + 1));
    else if (first === '"') {
      if (!take(STRING)) stop('chuỗi không đóng ngoặc kép trên cùng một dòng, hoặc có ký tự không hợp lệ');
    } else if (!take(WORD) && !take(NUMBER))
      stop(first === undefined ? 'tệp dừng giữa chừng' : `không hiểu “${first}”`);
  };

  try {
    value(0);
    skip();
    if (at < text.length) stop('có chữ thừa sau khi mẫu đã hết');
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.at).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1, message: error.message };
  }
}

class Stop extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}
