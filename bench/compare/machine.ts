// The machine on which something was measured, as far as it bears on the figures.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, tmpdir, totalmem, type } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  /** Of the folder in which every server keeps its files. */
  readonly fileSystem: string;
  readonly system: string;
  readonly node: string;
}

const GIB_BYTES = 2 ** 30;

export function describeMachine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / GIB_BYTES),
    fileSystem: fileSystemOf(tmpdir()),
    system: `${type()} ${release()}`,
    node: process.version,
  };
}

/** Linux only; elsewhere it is unknown. */
function fileSystemOf(folder: string): string {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
    const holding = mounts.map((line) => line.split(' ')).filter(([, at = '']) => at !== '' && isBelow(folder, at));
    return holding.toSorted(([, a = ''], [, b = '']) => b.length - a.length)[0]?.[2] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

function isBelow(folder: string, at: string): boolean {
  return at === '/' || folder === at || folder.startsWith(`${at}/`);
}
