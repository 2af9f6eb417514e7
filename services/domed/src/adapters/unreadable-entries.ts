// Any client with the rights of a daemon can store something in a bucket that is none of its documents. It is left out,
// counted, and logged in one line a second however many there are, with the key of the latest.
import { createThrottle } from '@dome/contracts';
import type { BucketEntry } from '@dome/bus';
import type { Clock, Logger } from '@dome/runtime';
import type { Meters } from '@dome/telemetry';

export interface UnreadableOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly meters: Pick<Meters, 'add'>;
}

export interface UnreadableEntries {
  /** Once for each revision. */
  note(entry: Pick<BucketEntry, 'key' | 'revision'>, err: unknown): void;
  /** Says what was noted, and not said yet. */
  tell(): void;
}

/** One line a second, however many there are (docs/limits.md). */
const SAID_EVERY_MS = 1_000;

/** @param bucket one that every daemon has a copy of @param message of the line */
export function createUnreadableEntries(
  bucket: string,
  message: string,
  { clock, logger, meters }: UnreadableOptions,
): UnreadableEntries {
  const throttle = createThrottle({ nowMs: () => clock.monotonicMs(), everyMs: SAID_EVERY_MS });
  let unreadable = 0;
  let latest: { readonly key: string; readonly revision: number; readonly err: unknown } | undefined;
  return {
    note: ({ key, revision }, err) => {
      meters.add('dome_entries_unreadable_total', { bucket });
      unreadable += 1;
      latest = { key, revision, err };
    },
    tell: () => {
      throttle.tell((times) => logger.warn({ ...latest, bucket, unreadable: times }, message), unreadable);
      unreadable = 0;
    },
  };
}
