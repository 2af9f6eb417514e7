// The locks of the fleet as others see them. Places whose lease is over are left out, whatever the bucket still holds.
import type { LockHolder, LockView } from '@dome/contracts';

import type { LockTable, LockTicket } from './table.ts';

export function lockView({ key, holders, waiting }: LockTable, nowMs: number): LockView {
  const isAlive = ({ expiresAtMs }: LockTicket): boolean => expiresAtMs > nowMs;
  return {
    lock: key,
    holders: holders.filter(isAlive).map(holderOf),
    waiting: waiting.filter(isAlive).map(holderOf),
  };
}

export function holderOf({ skill, runId, jobId, mode, max, sinceMs }: LockTicket): LockHolder {
  return { skill, runId, jobId, mode, ...(max === undefined ? {} : { max }), since: new Date(sinceMs).toISOString() };
}
