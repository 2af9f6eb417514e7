// What the machine lacks at this moment says nothing about the job: it may be tried again, here or on another machine. A
// skill that broke, or an output that does not hold, would be the same anywhere.
import { DomeError, toDomeError } from '@dome/contracts';

const lacking: ReadonlyMap<unknown, string> = new Map([
  ['EMFILE', 'file descriptors'],
  ['ENFILE', 'file descriptors'],
  ['ENOSPC', 'disk space'],
  ['EDQUOT', 'disk space'],
  ['ENOMEM', 'memory'],
  ['EAGAIN', 'processes'],
]);

/** UNAVAILABLE for a shortage, however deep in the chain of causes it stands; else the error as it is. */
export function faultOf(thrown: unknown): DomeError {
  for (let cause: unknown = thrown; cause instanceof Error; { cause } = cause) {
    const code = 'code' in cause ? cause.code : undefined;
    const what = lacking.get(code);
    if (what === undefined) continue;
    const detail = `the machine of the daemon has no ${what} left (${String(code)})`;
    const hint = 'The job is tried again by its retry policy; look at the limits of the machine and of the daemon.';
    return new DomeError('UNAVAILABLE', { detail, hint }, { cause: thrown });
  }
  return toDomeError(thrown);
}
