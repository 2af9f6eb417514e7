// The fleet's announcements and their descriptors, in their buckets.
import { createLedgerBucket } from '@dome/bus';
import type { Publisher } from '@dome/bus';
import {
  BUCKETS,
  canonicalText,
  checkDocument,
  createThrottle,
  isDigest,
  parseJson,
  sha256Digest,
} from '@dome/contracts';
import type { Descriptor, Digest } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';
import type { Meters } from '@dome/telemetry';

import type { DescriptorStore, Directory } from '../ports.ts';
import { createAnnouncements } from './announcements.ts';
import type { Entry } from './announcements.ts';
import type { Bus } from './bus.ts';

/** A bucket key must not contain a colon. */
const keyOf = (digest: Digest): string => digest.replace(':', '-');

export function createDescriptorStore(nc: Bus, publisher: Publisher): DescriptorStore {
  const bucket = createLedgerBucket(nc, { bucket: BUCKETS.domed_descriptors, publisher });
  // A digest means the same descriptor everywhere, so this daemon's own skills need no request.
  const own = new Map<Digest, Descriptor>();
  return {
    put: async (digest, descriptor, signal) => {
      own.set(digest, descriptor);
      await bucket.create(keyOf(digest), new TextEncoder().encode(canonicalText(descriptor)), { signal });
    },
    get: async (digest) => {
      if (!isDigest(digest)) return undefined;
      const known = own.get(digest);
      if (known !== undefined) return known;
      const entry = await bucket.read(keyOf(digest));
      // A reader verifies: an entry that does not match its digest does not count.
      if (entry === undefined || sha256Digest(entry.value) !== digest) return undefined;
      return checkDocument('Descriptor', parseJson(entry.value));
    },
  };
}

export interface FleetDirectory extends Directory, Disposable {}

interface Words {
  readonly pool: string;
  readonly name: string;
  readonly descriptorDigest: string;
}

const keyOfWords = ({ pool, name, descriptorDigest }: Words): string => `${pool}.${name}.${descriptorDigest}`;
/** No grace period is longer. */
const HEARD_KEPT_MS = 86_400_000;
/** How long a caller that has a copy waits for a fresh one. */
const PATIENCE_MS = 1_000;
/** All callers in the meantime get the same error. */
const TROUBLE_EVERY_MS = 1_000;

/** Keeps a copy that is refreshed at an interval, and whenever a caller asks for a fresh one. */
export function createDirectory(nc: Bus, of: DirectoryOptions): FleetDirectory {
  const { clock, everyMs, leaseMs, logger } = of;
  const announcements = createAnnouncements(nc, of);
  let entries: readonly Entry[] = [];
  let readAtMs = -Infinity;
  let refreshing: Promise<void> | undefined;
  let timer: Disposable | undefined;
  let isOpen = true;
  const others = createOthers(of);
  const throttle = createThrottle({ nowMs: () => clock.monotonicMs(), everyMs: TROUBLE_EVERY_MS });
  const tell = (err: unknown): void =>
    throttle.tell((times) => logger.warn({ err, times }, 'announcements cannot be read now'));
  const readAnew = async (): Promise<void> => {
    const startedMs = clock.monotonicMs();
    entries = await announcements.read();
    readAtMs = startedMs;
    others.hear(entries);
  };
  const refresh = (): Promise<void> => {
    refreshing ??= readAnew().finally(() => (refreshing = undefined));
    return refreshing;
  };
  const later = (): void => {
    if (!isOpen) return;
    timer = clock.after(everyMs, () => {
      refresh().catch(tell).finally(later);
    });
  };
  later();
  const readSince = async (wantedMs: number): Promise<void> => {
    if (readAtMs < wantedMs) await refresh();
    // That read may have begun earlier, and then it missed later writes.
    if (readAtMs < wantedMs) await refresh();
  };
  return {
    list: () => entries,
    elsewhere: (words) => others.find(words),
    freshen: async (ageMsMax) => {
      const nowMs = clock.monotonicMs();
      const read = readSince(nowMs - ageMsMax);
      if (ageMsMax === 0 || nowMs - readAtMs > leaseMs) return await read;
      const waited = Promise.withResolvers<void>();
      using _patience = clock.after(PATIENCE_MS, waited.resolve);
      await Promise.race([read.catch(tell), waited.promise]);
    },
    [Symbol.dispose]: () => {
      isOpen = false;
      timer?.[Symbol.dispose]();
    },
  };
}

/** What other daemons announce, and when each announcement was last read. */
function createOthers({ clock, instance }: Pick<DirectoryOptions, 'clock' | 'instance'>) {
  const openedMs = clock.now();
  const heardMs = new Map<string, number>();
  let announced = new Set<string>();
  return {
    hear: (entries: readonly Entry[]): void => {
      const nowMs = clock.now();
      const foreign = entries.filter(({ announcement }) => announcement.instance !== instance);
      announced = new Set(foreign.map(({ announcement }) => keyOfWords(announcement)));
      for (const key of announced) heardMs.set(key, nowMs);
      for (const [key, atMs] of heardMs) if (nowMs - atMs > HEARD_KEPT_MS) heardMs.delete(key);
    },
    find: (words: Words): ReturnType<Directory['elsewhere']> => {
      const key = keyOfWords(words);
      return { isServed: announced.has(key), lastMs: heardMs.get(key) ?? openedMs };
    },
  };
}

export interface DirectoryOptions {
  /** This daemon's own name. */
  readonly instance: string;
  readonly clock: Clock;
  readonly everyMs: number;
  /** How long an announcement counts after it was stored, and a copy of them after it was read. */
  readonly leaseMs: number;
  readonly logger: Logger;
  readonly meters: Pick<Meters, 'add'>;
}
