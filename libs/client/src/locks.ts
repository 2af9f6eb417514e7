import type { LockTakeReply, LockListReply, LockListRequest, LockTakeRequest } from '@dome/contracts';

import type { Asker } from './ask.ts';

export interface LockRequests {
  /** Locks that are held or waited for, by name. */
  list(request?: LockListRequest): Promise<LockListReply>;
}

/** For the control plane, which decides who may. */
export interface RuntimeLockRequests extends LockRequests {
  take(request: LockTakeRequest): Promise<LockTakeReply>;
}

export function createLockRequests(asker: Asker): RuntimeLockRequests {
  return {
    list: (request = {}) => asker.ask('runtimeLockList', request),
    take: (request) => asker.ask('runtimeLockTake', request),
  };
}
