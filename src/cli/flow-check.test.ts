import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { flowCheck } from './flow-check.ts';

const MIWG = join(import.meta.dirname, '../core/flow/fixtures/miwg');
let folder = '';
let output = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-check-'));
  output = '';
  const write = (line: unknown): void => void (output += `${String(line)}\n`);
  vi.spyOn(console, 'log').mockImplementation(write);
  vi.spyOn(console, 'error').mockImplementation(write);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test('a flow that compiles gives 0, with what stands against publishing it as remarks', async () => {
  expect(await flowCheck([join(MIWG, 'A.1.0.bpmn')])).toBe(0);
  expect(output).toContain('chạy được – quy trình “WFP-6-”, 3 bước');
  expect(output).toContain('Lưu ý bước của người (user task) “Task 1”');
  expect(output).not.toContain('LỖI');
});

test('a flow that is refused gives 1 and names the element and its kind; others are still checked', async () => {
  expect(await flowCheck([join(MIWG, 'A.3.0.bpmn'), join(MIWG, 'A.2.0.bpmn')])).toBe(1);
  expect(output).toContain(
    'LỖI   sự kiện trên biên báo cấp trên (escalation boundary event) “Boundary Intermediate Event Interrupting Escalation”',
  );
  expect(output).toMatch(/A\.2\.0\.bpmn: chạy được/);
});

test('files that are missing, empty, broken or folders give 1 and a sentence, no stack trace', async () => {
  const broken = join(folder, 'broken.bpmn');
  const empty = join(folder, 'empty.bpmn');
  await writeFile(broken, '<bpmn:definitions');
  await writeFile(empty, '');
  for (const path of [broken, empty, join(folder, 'none.bpmn'), folder])
    expect(await flowCheck([path])).toBe(1);
  expect(output).toContain('XML hỏng');
  expect(output).toContain('Tệp trống');
  expect(output).toContain('không có tệp này');
  expect(output).toContain('không mở được tệp này');
  expect(output).not.toMatch(/\n\s+at /);
  expect(await flowCheck([])).toBe(1);
});
