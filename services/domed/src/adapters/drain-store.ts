// Drained versions in their bucket, a document for each skill of a pool: as the leader has it for whoever changes it, and as a
// copy for lists. A value that is no such document counts as none, because nobody could undo it otherwise: the copy says so.
import { createBucket, createBucketCopy } from '@dome/bus';
import type { BucketCopy, Publisher } from '@dome/bus';
import { BUCKETS, checkDocument, parseJson } from '@dome/contracts';
import type { DrainList } from '@dome/contracts';

import type { DrainStore } from '../ports.ts';
import type { Bus } from './bus.ts';
import { createUnreadableEntries } from './unreadable-entries.ts';
import type { UnreadableOptions } from './unreadable-entries.ts';

export function createDrainStore(nc: Bus, publisher: Publisher): DrainStore {
  const bucket = createBucket(nc, { bucket: BUCKETS.domed_drains, publisher });
  return {
    read: async ({ pool, name }) => {
      const { revision, found } = await bucket.read(`${pool}.${name}`);
      const list = found === undefined ? undefined : opened(found.value, () => {});
      return { revision, list: list ?? { pool, name, versions: [] } };
    },
    write: async (list, revision) => {
      const value = Buffer.from(JSON.stringify(list));
      return (await bucket.write(`${list.pool}.${list.name}`, value, revision)).status === 'stored';
    },
  };
}

export function createDrainCopy(nc: Bus, options: UnreadableOptions): Pick<BucketCopy<DrainList>, 'read'> {
  const unreadable = createUnreadableEntries(BUCKETS.domed_drains, COUNTS_AS_NONE, options);
  const copy = createBucketCopy(nc, {
    bucket: BUCKETS.domed_drains,
    open: (entry) => opened(entry.value, (err) => unreadable.note(entry, err)),
  });
  return { read: () => copy.read().finally(() => unreadable.tell()) };
}

const COUNTS_AS_NONE = 'drained versions that cannot be read count as not drained';

function opened(value: Uint8Array, failed: (err: unknown) => void): DrainList | undefined {
  try {
    return checkDocument('DrainList', parseJson(value));
  } catch (err) {
    failed(err);
    return undefined;
  }
}
