import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../project-root.ts';
import { PdfError } from './errors.ts';
import type { TypstDocument } from './to-typst.ts';
import type { Answer } from './worker.ts';

const TIMEOUT_MS = 10_000;
const MAX_WAITING = 500;
/** typst keeps something of every document; a new process after so many holds the memory below about 400 MB. */
const DOCUMENTS_PER_PROCESS = 500;

interface Job {
  id: number;
  document: TypstDocument;
  timeoutMs: number;
  resolve(pdf: Buffer): void;
  reject(error: Error): void;
}

let child: ChildProcess | null = null;
let made = 0;
let running: { job: Job; timer: NodeJS.Timeout } | null = null;
const waiting: Job[] = [];
let lastId = 0;

/** The worker's program: pdf-worker.js beside the bundle when it is there, else the source, which Node runs as it is. */
export function workerPath(): string {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const built = path.join(folder, 'pdf-worker.js');
  return existsSync(built) ? built : path.join(projectRoot(), 'src/platform/pdf/worker.ts');
}

/** The four faces of Tinos. */
export function fontFiles(): string[] {
  const folder = path.join(projectRoot(), 'node_modules/@expo-google-fonts/tinos');
  return ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((face) =>
    path.join(folder, face, `Tinos_${face}.ttf`),
  );
}

/**
 * Sets a document in the typst process, one at a time, in the order of calls. The process starts at the first call and again
 * after a crash.
 * @throws PdfError when typst refuses the document, crashes, needs longer than `timeoutMs` (it is then killed), or when 500
 * documents are waiting already.
 */
export function runTypst(document: TypstDocument, timeoutMs = TIMEOUT_MS): Promise<Buffer> {
  if (waiting.length >= MAX_WAITING) {
    return Promise.reject(new PdfError('Hệ thống đang tạo quá nhiều tệp in. Hãy thử lại sau ít phút.'));
  }
  return new Promise((resolve, reject) => {
    waiting.push({ id: ++lastId, document, timeoutMs, resolve, reject });
    next();
  });
}

/** Ends the typst process; what was waiting is refused. A later call of runTypst starts a new one. */
export async function closePdf(): Promise<void> {
  for (const job of waiting.splice(0)) job.reject(new PdfError('Hệ thống đang dừng, chưa tạo được tệp in.'));
  const old = child;
  if (!old) return;
  const gone = new Promise((resolve) => old.once('exit', resolve));
  old.ref();
  old.kill('SIGKILL');
  await gone;
}

function next(): void {
  if (running) return;
  const job = waiting.shift();
  if (!job) return;
  const worker = (child ??= start());
  hold(worker, true);
  const timer = setTimeout(() => worker.kill('SIGKILL'), job.timeoutMs);
  running = { job, timer };
  worker.send({ id: job.id, ...job.document }, (error) => {
    if (error) worker.kill('SIGKILL');
  });
}

function start(): ChildProcess {
  const worker = fork(workerPath(), fontFiles(), {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  made = 0;
  worker.on('message', (answer) => finish(worker, answer as Answer));
  worker.on('error', () => drop(worker));
  worker.on('exit', () => drop(worker));
  return worker;
}

/** An idle worker must not keep the program alive. */
function hold(worker: ChildProcess, busy: boolean): void {
  if (busy) {
    worker.ref();
    worker.channel?.ref();
  } else {
    worker.unref();
    worker.channel?.unref();
  }
}

function finish(worker: ChildProcess, answer: Answer): void {
  if (!running || running.job.id !== answer.id) return;
  const { job, timer } = running;
  clearTimeout(timer);
  running = null;
  hold(worker, false);
  if (++made >= DOCUMENTS_PER_PROCESS) {
    child = null;
    worker.kill();
  }
  if ('pdf' in answer) job.resolve(Buffer.from(answer.pdf));
  else job.reject(new PdfError('Không tạo được tệp PDF từ mẫu này.', [], new Error(answer.error)));
  next();
}

function drop(worker: ChildProcess): void {
  if (child !== worker) return;
  child = null;
  if (running) {
    const { job, timer } = running;
    clearTimeout(timer);
    running = null;
    job.reject(new PdfError('Không tạo được tệp PDF: chương trình dàn trang bị dừng giữa chừng.'));
  }
  next();
}
