import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
}

/** Processor time in milliseconds of a process and all it started, by what Linux tells. */
function treeCpu(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000;
  return childrenOf(pid).reduce((sum, child) => sum + treeCpu(child), own);
}

/** Processor time in milliseconds of the Temporal server that this process started; null where nobody tells it. */
export function serverCpu(): number | null {
  try {
    const servers = childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sh');
    return servers.length === 0 ? null : servers.reduce((sum, pid) => sum + treeCpu(pid), 0);
  } catch {
    return null;
  }
}
