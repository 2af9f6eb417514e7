import type { JobCancelReply, JobCancelRequest, JobGetReply, JobGetRequest } from '@dome/contracts';
import { LIMITS } from '@dome/contracts';

import type { Asker } from './ask.ts';

/** Cancelling may take as long as the daemon waits for the terminal, and a little more. */
const CANCEL_TIMEOUT_MS = LIMITS.cancelAnswerMs + 5_000;

export interface Jobs {
  /** The chain of the job; an empty one reads `queued-or-unknown`. */
  get(request: JobGetRequest): Promise<JobGetReply>;
  /** Idempotent; `pending` when no terminal event came within two seconds. */
  cancel(request: JobCancelRequest): Promise<JobCancelReply>;
}

export function createJobs(asker: Asker): Jobs {
  return {
    get: (request) => asker.ask('runtimeJobGet', request),
    cancel: (request) => asker.ask('runtimeJobCancel', request, { timeoutMs: CANCEL_TIMEOUT_MS }),
  };
}
