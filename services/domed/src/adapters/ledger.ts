// The ledger of idempotency keys in a bucket: an entry is created once, never deleted, and read from the leader if
// another writer was first.
import { createLedgerBucket as createBusLedger } from '@dome/bus';
import type { Publisher } from '@dome/bus';
import { BUCKETS, checkDocument, DomeError, parseJson } from '@dome/contracts';
import type { Digest, JobId } from '@dome/contracts';

import type { KeyOwner } from '../job.ts';
import type { Ledger } from '../ports.ts';
import type { Bus } from './bus.ts';

export function createJobLedger(nc: Bus, publisher: Publisher): Ledger {
  const ledger = createBusLedger(nc, { bucket: BUCKETS.domed_idempotency, publisher });
  const read = async (jobId: JobId): Promise<KeyOwner | undefined> => {
    const entry = await ledger.read(jobId);
    return entry === undefined ? undefined : entryOf(entry.value);
  };
  return {
    read,
    create: async (jobId, entry) => {
      const created = await ledger.create(jobId, Buffer.from(JSON.stringify(entry)));
      // What was just stored need not be read back: its digest was computed here.
      if (created.status === 'stored') return { ...entry, requestDigest: entry.requestDigest as Digest };
      const existing = await read(jobId);
      if (existing !== undefined) return existing;
      throw new DomeError('UNAVAILABLE', {
        detail: `The ledger has an entry for ${jobId}, but its leader does not show it.`,
      });
    },
  };
}

function entryOf(value: Uint8Array): KeyOwner {
  const { requestDigest, skill, runId, pool, commandSequence } = checkDocument('LedgerEntry', parseJson(value));
  // The schema of the entry guarantees a digest.
  return { requestDigest: requestDigest as Digest, skill, runId, pool, commandSequence };
}
