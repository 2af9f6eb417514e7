// Why an attempt is stopped from outside, and everything that follows from it, in one table. `cancel` is a request; the
// others concern the daemon or the attempt. Timeouts are not among these reasons: they are the job's own.

interface StopMeaning {
  /**
   * What is written about the attempt: that the job was canceled; that another daemon retries it; that the attempt
   * failed, and may be retried; or nothing, because the attempt no longer belongs to the job.
   */
  readonly ends: 'canceled' | 'handed-back' | 'failed' | 'silent';
  /** Whether the attempt counts towards those that the retry policy allows. */
  readonly isCounted: boolean;
  readonly detail: string;
  /**
   * How long the skill may clean up: as long as it asked for, or not at all, because another attempt may be running.
   */
  readonly grace: 'of the skill' | 'none';
}

export const STOP_REASONS = {
  cancel: {
    ends: 'canceled',
    isCounted: true,
    detail: 'a cancel was requested',
    grace: 'of the skill',
  },
  drain: { ends: 'handed-back', isCounted: false, detail: 'the daemon is shutting down', grace: 'of the skill' },
  'lock-lost': {
    ends: 'failed',
    isCounted: true,
    detail: 'the lease on a lock that it held is over',
    grace: 'none',
  },
  'lock-broken': { ends: 'failed', isCounted: false, detail: 'a lock that it held was broken', grace: 'none' },
  superseded: { ends: 'silent', isCounted: true, detail: 'another attempt of the job has started', grace: 'none' },
  'heartbeat-lost': {
    ends: 'silent',
    isCounted: true,
    detail: 'the broker did not confirm that the attempt is alive',
    grace: 'none',
  },
} as const satisfies Readonly<Record<string, StopMeaning>>;

/** Reason of the abort signal of an attempt. */
export type StopReason = keyof typeof STOP_REASONS;

/** A reason after which nothing is written or sent. */
export type SilentReason = {
  [Reason in StopReason]: (typeof STOP_REASONS)[Reason]['ends'] extends 'silent' ? Reason : never;
}[StopReason];

/** Undefined while nothing was stopped. An unknown reason counts as a cancel: the skill ends all the same. */
export function stopReasonOf({ aborted, reason }: AbortSignal): StopReason | undefined {
  if (!aborted) return undefined;
  return isStopReason(reason) ? reason : 'cancel';
}

function isStopReason(reason: unknown): reason is StopReason {
  return typeof reason === 'string' && Object.hasOwn(STOP_REASONS, reason);
}
