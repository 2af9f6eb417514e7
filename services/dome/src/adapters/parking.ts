// Unreadable deliveries. Their bytes stay in the stream until they are too old, and can be read by their sequence. The
// delivery is settled at once, counted, and logged, at most one line a second. A newer replica that could have read one
// finds it in the chain of its job when the task times out.
import type { Delivery } from '@dome/bus';
import { createThrottle, sha256Digest, toDomeError } from '@dome/contracts';
import type { Logger } from '@dome/runtime';

export interface Parking {
  /** Parked since the start. */
  readonly count: number;
  park(delivery: Delivery, why: unknown): void;
}

/** One line a second, however many come (docs/limits.md). */
const SAID_EVERY_MS = 1_000;

export function createParking({ now, logger }: { readonly now: () => number; readonly logger: Logger }): Parking {
  let count = 0;
  const throttle = createThrottle({ nowMs: now, everyMs: SAID_EVERY_MS });
  return {
    get count() {
      return count;
    },
    park: ({ stream, streamSequence: sequence, subject, payload }, why) => {
      count += 1;
      throttle.tell((parked) => {
        const { code, message: detail } = toDomeError(why);
        const latest = { stream, sequence, subject, digest: sha256Digest(payload), code, detail };
        logger.error({ ...latest, parked }, 'deliveries that cannot be read are parked');
      });
    },
  };
}
