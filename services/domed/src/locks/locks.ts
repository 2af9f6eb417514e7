// The locks of one daemon: a place for each job that wants one, and one writer for each key.
import { lockHash } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

import type { JobIdentity } from '../job.ts';
import type { LockStore } from '../ports.ts';
import { KeyLock } from './key-lock.ts';
import type { LockWish } from './wish.ts';
import { LockPlace } from './place.ts';
import type { LockTicket } from './table.ts';

export interface LocksOptions {
  readonly store: LockStore;
  readonly instance: string;
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  readonly nonce: () => string;
}

export interface Locks extends Disposable {
  /** The job asks for the lock now. */
  enter(job: JobIdentity, of: LockWish): LockPlace;
}

/** What clocks of daemons may differ by, and what a holder needs to end: a part of the lease before and after its end. */
const MARGIN_PART = 1 / 10;
/** Locks that no job wants now are remembered, so that the next one need not read. */
const IDLE_KEPT_MAX = 1_000;

export function createLocks(options: LocksOptions): Locks {
  const { store, instance, leaseMs, clock, nonce } = options;
  const marginMs = leaseMs * MARGIN_PART;
  const keys = new Map<string, KeyLock>();
  const listening = store.listen({
    onChange: ({ hash, revision }) => {
      const lock = keys.get(hash);
      // What was remembered of it is out of date.
      if (lock?.isIdle === true) keys.delete(hash);
      else lock?.hear(revision);
    },
    onGap: () => {
      for (const lock of keys.values()) lock.doubt();
    },
  });
  const lockOf = (key: string): KeyLock => {
    const hash = lockHash(key);
    const known = keys.get(hash);
    if (known !== undefined) return known;
    forgetIdle(keys);
    const lock = new KeyLock({ ...options, key, lease: { leaseMs, marginMs } });
    keys.set(hash, lock);
    return lock;
  };
  return {
    enter: ({ skill, runId, taskId, iteration, jobId }, { key, mode, max }) => {
      const lock = lockOf(key);
      const sinceMs = clock.now();
      const job = { skill, runId, taskId, iteration, jobId, instance };
      const limit = max === undefined ? {} : { max };
      const ticket: LockTicket = { ...job, ticket: nonce(), mode, ...limit, sinceMs, expiresAtMs: sinceMs + leaseMs };
      const place = new LockPlace({ key, ticket, clock, safetyMs: marginMs, onLeave: (left) => lock.leave(left) });
      lock.enter(place);
      return place;
    },
    [Symbol.dispose]: () => {
      listening[Symbol.dispose]();
      for (const lock of keys.values()) lock[Symbol.dispose]();
    },
  };
}

function forgetIdle(keys: Map<string, KeyLock>): void {
  if (keys.size < IDLE_KEPT_MAX) return;
  for (const [hash, lock] of keys) if (lock.isIdle) keys.delete(hash);
}
