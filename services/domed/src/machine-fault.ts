// What the machine lacks, or has lost, says nothing about the job: it is given back, and the daemon looks after itself. A
// skill that broke, or an output that does not hold, would be the same anywhere.
import { DomeError, toDomeError } from '@dome/contracts';

/** UNAVAILABLE by the daemon's own machine: nobody's attempt is spent on it. */
export class MachineFault extends DomeError {
  constructor(detail: string, options: { readonly cause?: unknown } = {}) {
    const hint = 'The job is given back; look at the limits and the folders of the machine and of the daemon.';
    super('UNAVAILABLE', { detail, hint }, options);
  }
}

const lacking: ReadonlyMap<unknown, string> = new Map([
  ['EMFILE', 'has no file descriptors left'],
  ['ENFILE', 'has no file descriptors left'],
  ['ENOSPC', 'has no disk space left'],
  ['EDQUOT', 'has no disk space left'],
  ['ENOMEM', 'has no memory left'],
  ['EAGAIN', 'has no processes left'],
  ['EROFS', 'has a file system that cannot be written'],
  ['EIO', 'has a disk that does not answer'],
  ['ESTALE', 'has lost a file system'],
]);

/** A MachineFault for what the machine lacks, however deep in the chain of causes it stands; else the error as it is. */
export function faultOf(thrown: unknown): DomeError {
  for (let cause: unknown = thrown; cause instanceof Error; { cause } = cause) {
    if (cause instanceof MachineFault) return cause;
    const code = 'code' in cause ? cause.code : undefined;
    const what = lacking.get(code);
    if (what !== undefined)
      return new MachineFault(`the machine of the daemon ${what} (${String(code)})`, { cause: thrown });
  }
  return toDomeError(thrown);
}

/**
 * Of a step in which nothing of the skill has run yet, and whose folders the daemon made a moment ago: what the system
 * refuses there is its own. Only a path can be too long by what a workspace holds.
 */
export function faultBeforeStart(thrown: unknown): DomeError {
  const fault = faultOf(thrown);
  if (fault.code !== 'INTERNAL') return fault;
  for (let cause: unknown = thrown; cause instanceof Error; { cause } = cause) {
    const code = 'code' in cause && 'syscall' in cause ? cause.code : undefined;
    if (typeof code === 'string' && code !== 'ENAMETOOLONG')
      return new MachineFault(`the machine of the daemon cannot hold the folder of a job (${code})`, { cause: thrown });
  }
  return fault;
}
