import type { LockView, LockWait } from './generated/types.ts';
import { LIMITS } from './limits.ts';

/** Undefined if the job does not wait for the lock: it holds it, or is about to ask. */
export function lockWaitOf({ lock, holders, waiting }: LockView, jobId: string): LockWait | undefined {
  const before = waiting.findIndex((of) => of.jobId === jobId);
  const asked = waiting[before];
  if (asked === undefined) return undefined;
  return { lock, mode: asked.mode, since: asked.since, before, heldBy: holders.slice(0, LIMITS.lockHoldersTold) };
}
