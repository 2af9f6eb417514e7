// Which processes belong to a folder: each attempt of a skill has its paths in its environment, so no process it starts can
// hide, not even in a session of its own. The kernel is asked, not the plane that may have lost track of them.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** Processes whose arguments, environment or working folder contain the mark, without this one and zombies. */
export function processesOf(mark: string): FoundProcess[] {
  if (process.platform !== 'linux') throw new Error('only Linux tells which processes belong to a folder (/proc)');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name): FoundProcess[] => {
      const words = readOrEmpty(name, 'cmdline').replaceAll('\0', ' ').trim();
      const isNamed = [words, readOrEmpty(name, 'environ'), linkOrEmpty(name)].some((text) => text.includes(mark));
      return isNamed ? [{ pid: Number(name), command: words }] : [];
    });
}

/** A process may end between two reads; it then does not count. */
function readOrEmpty(pid: string, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function linkOrEmpty(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
