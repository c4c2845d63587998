import { readFile } from 'node:fs/promises';
import { compile, publicationMessages } from '../core/flow/index.ts';
import type { FlowMessage } from '../core/flow/index.ts';

/**
 * `flow check FILE…`: says of each BPMN file whether it can be run, and what stands against it.
 *
 * @returns the exit code: 0 when every file compiles (remarks on publishing are warnings only), 1 when one does
 *   not or can not be read
 */
export async function flowCheck(args: string[]): Promise<number> {
  if (args.length === 0) {
    console.error('Cần nêu tệp BPMN để kiểm tra, ví dụ: npm run cli -- flow check quy-trinh.bpmn');
    return 1;
  }
  let code = 0;
  for (const path of args) if (!(await check(path))) code = 1;
  return code;
}

async function check(path: string): Promise<boolean> {
  let bytes;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    console.error(
      `${path}: ${missing ? 'không có tệp này' : 'không mở được tệp này'}. Hãy kiểm tra đường dẫn.`,
    );
    return false;
  }
  const { flow, messages } = await compile(bytes);
  // What stands against publishing keeps nothing from being run here.
  const remarks = (flow ? publicationMessages(flow) : []).map((one) => ({
    ...one,
    severity: 'warning' as const,
  }));
  const all = [...messages, ...remarks];
  const errors = all.filter((message) => message.severity === 'error').length;
  const steps = flow ? Object.values(flow.nodes).filter((node) => node.kind === 'userTask').length : 0;
  console.log(
    flow
      ? `${path}: chạy được – quy trình “${flow.name}”, ${steps} bước, ${all.length} lưu ý.`
      : `${path}: không chạy được – ${errors} lỗi, ${all.length - errors} lưu ý.`,
  );
  for (const message of all) console.log(line(message));
  return flow !== null;
}

function line(message: FlowMessage): string {
  const sort = message.severity === 'error' ? 'LỖI  ' : 'Lưu ý';
  const named = [
    message.elementKind,
    message.elementName && `“${message.elementName}”`,
    message.element && `[${message.element}]`,
  ];
  return `  ${sort} ${named.filter(Boolean).join(' ')}: ${message.message} (${message.rule})`;
}
