// The bucket of announcements, each entry opened once per revision. An announcement counts for as long as its lease, by
// the broker's time, whatever the bucket still holds: a store that missed its expiry must not keep a dead daemon
// announced.
import { createBucketCopy } from '@dome/bus';
import type { BucketEntry } from '@dome/bus';
import { BUCKETS, checkDocument, DomeError, LIMITS, parseJson } from '@dome/contracts';
import type { Announcement, DrainList } from '@dome/contracts';

import type { Directory } from '../ports.ts';
import type { Bus } from './bus.ts';
import { createDrainCopy } from './drain-store.ts';
import { createUnreadableEntries } from './unreadable-entries.ts';
import type { UnreadableOptions } from './unreadable-entries.ts';

export type Entry = ReturnType<Directory['list']>[number];

export interface Announcements {
  /** Those on the leader whose lease is not over, in the order of their keys, each with whether its version is drained. @throws UNAVAILABLE, FORBIDDEN */
  read(): Promise<readonly Entry[]>;
}

export interface AnnouncementsOptions extends UnreadableOptions {
  /** How long an announcement counts after it was stored. */
  readonly leaseMs: number;
}

const LEFT_OUT = 'announcements that cannot be read are left out';

interface Leased {
  readonly entry: Entry;
  /** By the broker's clock. */
  readonly storedAtMs: number;
}

export function createAnnouncements(nc: Bus, options: AnnouncementsOptions): Announcements {
  const { leaseMs } = options;
  const unreadable = createUnreadableEntries(BUCKETS.domed_capabilities, LEFT_OUT, options);
  const copy = createBucketCopy<Leased>(nc, {
    bucket: BUCKETS.domed_capabilities,
    open: (stored) => {
      const { key, value, createdAtMs } = stored;
      try {
        return { entry: { key, announcement: opened(value) }, storedAtMs: createdAtMs };
      } catch (err) {
        unreadable.note(stored, err);
        return undefined;
      }
    },
  });
  const drains = createDrainCopy(nc, options);
  return {
    read: async () => {
      try {
        const [leased, drained] = await Promise.all([copy.read(), drains.read()]);
        const expiredMs = (copy.serverTimeMs ?? 0) - leaseMs;
        const living = leased.flatMap(({ entry, storedAtMs }) => (storedAtMs > expiredMs ? [entry] : []));
        return withDrains(living, drained);
      } catch (cause) {
        throw unavailable(cause);
      } finally {
        unreadable.tell();
      }
    },
  };
}

/** Each announcement with what is kept of its version, whatever its daemon says of it. */
function withDrains(announced: readonly Entry[], lists: readonly DrainList[]): readonly Entry[] {
  const drains = new Map(
    lists.flatMap(({ pool, name, versions }) =>
      versions.map(({ version, drained }) => [`${pool} ${name} ${version}`, drained] as const),
    ),
  );
  return announced.map(({ key, announcement }) => {
    const { pool, name, version, ...said } = announcement;
    const drained = drains.get(`${pool} ${name} ${version}`);
    delete said.drained;
    return { key, announcement: { ...said, pool, name, version, ...(drained === undefined ? {} : { drained }) } };
  });
}

function opened(value: BucketEntry['value']): Announcement {
  if (value.byteLength > LIMITS.announcementBytes) {
    const detail = `${value.byteLength} bytes, an announcement has at most ${LIMITS.announcementBytes}`;
    throw new DomeError('PAYLOAD_TOO_LARGE', { detail });
  }
  return checkDocument('Announcement', parseJson(value));
}

/** A caller that gets UNAVAILABLE asks again. */
function unavailable(cause: unknown): unknown {
  if (!(cause instanceof DomeError) || cause.code !== 'TIMEOUT') return cause;
  const detail = 'The announcements of the fleet cannot be read now.';
  return new DomeError('UNAVAILABLE', { detail, hint: 'Their bucket may be electing a leader: ask again.' }, { cause });
}
