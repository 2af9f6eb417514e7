// The tables of locks in their bucket. The key of the bucket is the hash of the lock's name; the value names it. Any client
// with the rights of a daemon can store something else there: then the lock counts as held for as long as a lease, from
// when that was stored, because somebody may rely on it.
import { createBucketCopy, createRegisters, headersOf, listen, onStatus, republishedSequence } from '@dome/bus';
import type { Publisher } from '@dome/bus';
import { BUCKETS, CLOCKS, checkDocument, filters, lockHash, parseJson, parseSubject } from '@dome/contracts';
import type { LockTable } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

import { emptyTable, isEmpty } from '../locks/table.ts';
import type { LockStore } from '../ports.ts';
import type { Bus } from './bus.ts';
import { shareReads } from './shared-reads.ts';

export interface LockStoreOptions {
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The broker forgets a lock when every place at it has been over for this long. */
const KEPT_MS = 5_000;

export function createLockStore(nc: Bus, { publisher, clock, logger }: LockStoreOptions): LockStore {
  const bucket = BUCKETS.domed_locks;
  const registers = createRegisters(nc, { bucket, publisher });
  const copy = createBucketCopy(nc, { bucket, open: ({ value }) => readableTable(value) });
  return {
    read: async (key) => {
      const { revision, value, storedAtMs = 0 } = await registers.read(lockHash(key));
      if (value === undefined) return { revision, table: emptyTable(key) };
      const table = readableTable(value);
      if (table?.key === key) return { revision, table };
      logger.error({ lock: key, revision }, 'what is stored of the lock cannot be read');
      return { revision, table: heldByUnknown(key, storedAtMs) };
    },
    write: async (table, { expected, deadlineMs }) => {
      const lastsMs = lastExpiryMs(table) - clock.now() + KEPT_MS;
      return await registers.write({
        key: lockHash(table.key),
        value: isEmpty(table) ? undefined : Buffer.from(JSON.stringify(table)),
        expected,
        deadlineMs,
        ttlSeconds: Math.ceil(Math.max(KEPT_MS, lastsMs) / 1_000),
      });
    },
    list: shareReads(() => copy.read()),
    listen: ({ onChange, onGap }) => {
      const subject = filters.liveLock();
      const changes = listen(nc, subject, {
        onMessage: (message) => {
          const hash = parseSubject(message.subject)?.params['lock'] ?? '';
          onChange({ hash, revision: republishedSequence(headersOf(message)) });
        },
        onRefused: (err) => logger.error({ err, subject }, 'changes of locks are not heard any more'),
        logger,
      });
      const status = onStatus(nc, ({ type }) => {
        if (type === 'reconnect' || type === 'slowConsumer') onGap();
      });
      return {
        [Symbol.dispose]: () => {
          status[Symbol.dispose]();
          if (!changes.isClosed()) changes.unsubscribe();
        },
      };
    },
  };
}

function readableTable(value: Uint8Array): LockTable | undefined {
  try {
    return checkDocument('LockTable', parseJson(value));
  } catch {
    return undefined;
  }
}

function heldByUnknown(key: string, storedAtMs: number): LockTable {
  const names = { skill: 'unknown', runId: 'unknown', taskId: 'unknown', jobId: 'unknown', instance: 'unknown' };
  const times = { sinceMs: storedAtMs, expiresAtMs: storedAtMs + CLOCKS.lockLeaseMs };
  const holder = { ...names, ...times, ticket: 'unreadable', mode: 'exclusive', iteration: 1 } as const;
  return { key, holders: [holder], waiting: [] };
}

function lastExpiryMs({ holders, waiting }: LockTable): number {
  return Math.max(0, ...[...holders, ...waiting].map(({ expiresAtMs }) => expiresAtMs));
}
