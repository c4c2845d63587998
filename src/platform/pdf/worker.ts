/**
 * The process that runs typst, apart from the server so that it can be killed. It reads nothing but its own fonts and the
 * files that come with a request. Started by typst.ts with the font files as arguments; built as dist/pdf-worker.js.
 */
import { readFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import type { TypstDocument } from './to-typst.ts';

export interface Request extends TypstDocument {
  id: number;
}

export type Answer = { id: number; pdf: Uint8Array } | { id: number; error: string };

const WORKSPACE = '/nonexistent/mot-cua';
const compiler = NodeCompiler.create({
  workspace: WORKSPACE,
  fontArgs: [{ fontBlobs: process.argv.slice(2).map((file) => readFileSync(file)) }],
});

process.on('message', (request: Request) => process.send!(answer(request)));
process.on('disconnect', () => process.exit(0));

function answer({ id, source, files }: Request): Answer {
  try {
    for (const file of files) compiler.mapShadow(WORKSPACE + file.path, Buffer.from(file.bytes));
    // Each source under its own name: typst would patch the source it knows by that name, and patches between letters of several
    // bytes come out wrong (a panic, or another letter).
    const mainFilePath = `${WORKSPACE}/${id}.typ`;
    compiler.mapShadow(mainFilePath, Buffer.from(source, 'utf8'));
    const compiled = compiler.compile({ mainFilePath });
    if (compiled.hasError() || !compiled.result) return { id, error: describe(compiled.takeDiagnostics()) };
    return { id, pdf: compiler.pdf(compiled.result) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  } finally {
    compiler.resetShadow();
    compiler.evictCache(10);
  }
}

function describe(diagnostics: NodeError | null): string {
  const list = (diagnostics?.shortDiagnostics ?? []) as { message: string }[];
  return list.map((one) => one.message).join('; ') || 'typst gave no reason';
}
