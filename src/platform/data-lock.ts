import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const lockFile = (dataDir: string): string => path.join(dataDir, 'mot-cua.pid');

/** Process id of the program that serves this data folder now; null when none does. */
export function servingProcess(dataDir: string): number | null {
  let note: string;
  try {
    note = readFileSync(lockFile(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const [pid, since] = note.split(' ');
  if (!/^[1-9]\d*$/.test(pid ?? '')) return null;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  const now = startOf(Number(pid));
  // Ids are given out again, in containers the same ones at each start: another process with this id is not it.
  return since && now && since !== now ? null : Number(pid);
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
  writeFileSync(lockFile(dataDir), `${process.pid} ${startOf(process.pid) ?? ''}`.trim());
  return () => rmSync(lockFile(dataDir), { force: true });
}

/** When a process began, in ticks since the machine did; null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    // The name in brackets may itself hold spaces and brackets; the start is the 20th value behind it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
