// A shortage or loss on the machine says nothing about the job: the job is given back, and the daemon checks itself. A
// skill that broke, or an invalid output, would be the same anywhere.
import { DomeError, toDomeError } from '@dome/contracts';

/** UNAVAILABLE because of the daemon's own machine: no attempt is spent on it. */
export class MachineFault extends DomeError {
  constructor(detail: string, options: { readonly cause?: unknown } = {}) {
    const hint = 'The job is given back; look at the limits and the folders of the machine and of the daemon.';
    super('UNAVAILABLE', { detail, hint }, options);
  }
}

const SHORTAGES: ReadonlyMap<unknown, string> = new Map([
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

/**
 * A MachineFault if the machine lacks something, however deep in the chain of causes; otherwise the error unchanged.
 */
export function faultOf(thrown: unknown): DomeError {
  for (let cause: unknown = thrown; cause instanceof Error; { cause } = cause) {
    if (cause instanceof MachineFault) return cause;
    const code = 'code' in cause ? cause.code : undefined;
    const what = SHORTAGES.get(code);
    if (what !== undefined)
      return new MachineFault(`the machine of the daemon ${what} (${String(code)})`, { cause: thrown });
  }
  return toDomeError(thrown);
}

/**
 * For a step in which nothing of the skill has run yet, and whose folders the daemon has just created: an error of the
 * system there is the machine's fault. Only a path can be too long because of the workspace's content.
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
