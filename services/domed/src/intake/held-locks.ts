// The locks of a running attempt: it is stopped as soon as one of them is lost.
import { DomeError } from '@dome/contracts';

import type { AttemptLocks } from '../attempt/attempt.ts';
import type { JobLocks } from '../locks/job-locks.ts';
import type { StopReason } from '../stop-reasons.ts';
import type { JobInHand } from './job-in-hand.ts';

export function holdLocks(locks: JobLocks, job: JobInHand): AttemptLocks & Disposable {
  const loss = (): StopReason | undefined => {
    locks.lookAtClock();
    if (!locks.lost.aborted) return undefined;
    const { reason } = locks.lost;
    return reason instanceof DomeError && reason.fields['isBroken'] === true ? 'lock-broken' : 'lock-lost';
  };
  const onLost = (): void => job.stop(loss() ?? 'lock-lost');
  if (locks.lost.aborted) onLost();
  else locks.lost.addEventListener('abort', onLost, { once: true });
  return {
    held: locks.held,
    records: locks.records,
    lease: locks.lease,
    loss,
    release: () => locks.release(),
    [Symbol.dispose]: () => locks.lost.removeEventListener('abort', onLost),
  };
}
