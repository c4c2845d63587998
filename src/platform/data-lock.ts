import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const lockFile = (dataDir: string): string => path.join(dataDir, 'mot-cua.pid');

/** Process id of the program that serves this data folder now; null when none does. */
export function servingProcess(dataDir: string): number | null {
  try {
    const pid = Number(readFileSync(lockFile(dataDir), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

/**
 * Notes that this process serves the data folder; a note left by a killed process is taken over.
 *
 * @returns releases the note
 * @throws when another living process serves it
 */
export function lockData(dataDir: string): () => void {
  const other = servingProcess(dataDir);
  if (other !== null && other !== process.pid) {
    throw new Error(
      `MOTCUA_DATA: ${dataDir} is already served by process ${other}. Stop it, or name another folder.`,
    );
  }
  writeFileSync(lockFile(dataDir), String(process.pid));
  return () => rmSync(lockFile(dataDir), { force: true });
}
