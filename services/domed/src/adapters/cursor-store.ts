// Cursors in their bucket, by person and name. A value that is not a cursor counts as none: its reader starts again.
import { createBucket } from '@dome/bus';
import type { BucketValue, Publisher } from '@dome/bus';
import { BUCKETS, checkDocument, isName, parseJson } from '@dome/contracts';
import type { CursorEntry } from '@dome/contracts';

import type { Appended, CursorRef, CursorStore } from '../ports.ts';
import type { Bus } from './bus.ts';

type Written = Awaited<ReturnType<Publisher['publish']>>;

export function createCursorStore(nc: Bus, publisher: Publisher): CursorStore {
  const bucket = createBucket(nc, { bucket: BUCKETS.domed_cursors, publisher });
  return {
    read: async (of) => {
      const { revision, found } = await bucket.read(keyOf(of));
      return { revision, entry: found === undefined ? undefined : entryOf(found), movedAtMs: found?.timeMs ?? 0 };
    },
    write: async (of, entry, revision) =>
      appendedOf(await bucket.write(keyOf(of), Buffer.from(JSON.stringify(entry)), revision)),
    erase: async (of, revision) => appendedOf(await bucket.erase(keyOf(of), revision)),
    list: async (person) => {
      const found = (await bucket.below(person)).flatMap((one) => {
        const entry = entryOf(one);
        const name = one.key.slice(person.length + 1);
        return entry === undefined || !isName(name)
          ? []
          : [{ name, entry, revision: one.revision, movedAtMs: one.timeMs }];
      });
      return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** Neither an id nor a name has a dot. */
function keyOf({ person, name }: CursorRef): string {
  return `${person}.${name}`;
}

function appendedOf(published: Written): Appended {
  return published.status === 'stored' ? { status: 'stored', sequence: published.sequence } : published;
}

function entryOf({ value }: BucketValue): CursorEntry | undefined {
  try {
    return checkDocument('CursorEntry', parseJson(value));
  } catch {
    return undefined;
  }
}
