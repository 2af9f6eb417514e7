// Who is notified, and how long that is tried. At least once: a receiver that takes a notification and says so too late
// gets it again.
import { backoffMs, DomeError } from '@dome/contracts';

import type { GateNotification } from './notification.ts';

/** Why a notification was not taken. */
export interface NotTaken {
  readonly why: string;
  /** Trying again would change nothing. */
  readonly isFinal: boolean;
}

export interface Receiver {
  /** As it is named in messages: never with a secret in it. */
  readonly name: string;
  /** Undefined: it was taken. Rejects only if the signal aborts. */
  notify(notification: GateNotification, signal: AbortSignal): Promise<NotTaken | undefined>;
}

export interface DeliveryTerms {
  readonly attemptsMax: number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** An attempt has failed, and another one follows after the wait. */
  readonly onRetry: (failed: NotTaken, waitMs: number) => void;
}

const BACKOFF = { firstMs: 1_000, maxMs: 30_000 };

/** Until it is taken. @throws DomeError NOTIFICATION_FAILED after the last attempt; the reason of the signal */
export async function notifyUntilTaken(
  { receiver, notification, signal }: DeliveryOf,
  { attemptsMax, pause, onRetry }: DeliveryTerms,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const failed = await receiver.notify(notification, signal);
    if (failed === undefined) return;
    signal.throwIfAborted();
    if (failed.isFinal || attempt >= attemptsMax) {
      const { runId, gate } = notification.gate;
      const times = attempt === 1 ? '' : `, after ${attempt} attempts`;
      throw new DomeError('NOTIFICATION_FAILED', {
        detail: `${receiver.name} did not take that ${runId}/${gate} is ${notification.what}${times}: ${failed.why}`,
      });
    }
    const waitMs = backoffMs(BACKOFF, attempt);
    onRetry(failed, waitMs);
    await pause(waitMs, signal);
  }
}

export interface DeliveryOf {
  readonly receiver: Receiver;
  readonly notification: GateNotification;
  readonly signal: AbortSignal;
}
