// Deliveries that nothing can be made of. Their bytes stay where they are, in a stream that keeps them for its age and gives
// them to whoever asks by their sequence; their delivery is settled at once, counted, and told of in one line a second
// however many come. A newer replica that could have read one finds it in the chain of its job, when the clock of the
// task is over.
import type { Delivery } from '@dome/bus';
import { sha256Digest, toDomeError } from '@dome/contracts';

import type { Logger } from '../ports.ts';

export interface Parking {
  /** Parked since the start. */
  readonly count: number;
  park(delivery: Delivery, why: unknown): void;
}

const SAID_EVERY_MS = 1_000;

export function createParking({ now, logger }: { readonly now: () => number; readonly logger: Logger }): Parking {
  let count = 0;
  let unsaid = 0;
  let saidMs = -Infinity;
  return {
    get count() {
      return count;
    },
    park: ({ stream, streamSequence: sequence, subject, payload }, why) => {
      count += 1;
      unsaid += 1;
      if (now() - saidMs < SAID_EVERY_MS) return;
      const { code, message: detail } = toDomeError(why);
      const parked = { stream, sequence, subject, digest: sha256Digest(payload), code, detail };
      logger.error({ ...parked, parked: unsaid }, 'deliveries that cannot be read are parked');
      saidMs = now();
      unsaid = 0;
    },
  };
}
