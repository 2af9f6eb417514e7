// How a delivery ends whose handling failed. Pure: the error catalogue says what kind of failure it is, the retry policy
// how often it may be met. A delivery never comes back for ever in silence: it is tried again, or it is parked.

import { ERRORS } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';

import { retryDelayMs } from './retry-policy.ts';
import type { RetryPolicy } from './retry-policy.ts';

export type Settlement =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak'; readonly delayMs: number }
  /** Tell somebody that it is refused, then ack. */
  | { readonly kind: 'refuse' }
  /** Keep it for a person, then ack. */
  | { readonly kind: 'park'; readonly exhausted: boolean };

export interface FailedDelivery {
  readonly error: DomeError;
  readonly deliveryCount: number;
  readonly policy: RetryPolicy;
  readonly random: number;
}

export function settleFailure({ error, deliveryCount, policy, random }: FailedDelivery): Settlement {
  switch (ERRORS[error.code].disposition) {
    case 'drop':
      return { kind: 'ack' };
    case 'refuse':
      return { kind: 'refuse' };
    case 'park':
      return { kind: 'park', exhausted: false };
    case 'retry': {
      const delayMs = retryDelayMs(policy, { attempt: deliveryCount, code: error.code, random });
      return delayMs === null ? { kind: 'park', exhausted: true } : { kind: 'nak', delayMs };
    }
  }
}
