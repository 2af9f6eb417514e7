import { DomeError, sha256Digest } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { beforeEach, expect, test } from 'vitest';

import { createRetryingContent } from '../../src/adapters/retrying-content.ts';
import type { ContentStore } from '../../src/ports.ts';

const DIGEST = sha256Digest('abcdef');
const AWAY = new DomeError('TIMEOUT', { detail: 'No answer in time.' });

let clock: ReturnType<typeof createManualClock>;
let ending: AbortController;
let warned: number;
beforeEach(() => {
  clock = createManualClock();
  ending = new AbortController();
  warned = 0;
});

/** A store whose calls first fail with these errors, one each, after this many bytes. */
function storeWith(faults: (Error | undefined)[], given = 2): ContentStore & { readonly asked: number[] } {
  const bytes = new TextEncoder().encode('abcdef');
  const asked: number[] = [];
  return {
    asked,
    open: async function* (_digest, fromByte = 0) {
      asked.push(fromByte);
      const fault = faults.shift();
      yield bytes.subarray(fromByte, fault === undefined ? undefined : fromByte + given);
      if (fault !== undefined) throw fault;
    },
    putFile: async (_path, { size }) => {
      asked.push(size);
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
    },
    sizeOf: async () => undefined,
  };
}

const patient = (store: ContentStore): ContentStore =>
  createRetryingContent(store, { clock, logger: { warn: () => void (warned += 1) }, ending: ending.signal });

async function read(content: ContentStore): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content.open(DIGEST)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test('a read continues where the store failed, with no byte twice', async () => {
  const store = storeWith([AWAY, new DomeError('UNAVAILABLE', { detail: 'Nobody leads it.' })]);
  const text = read(patient(store));
  await clock.advanceAsync(5_000);
  expect(await text).toBe('abcdef');
  expect(store.asked).toEqual([0, 2, 4]);
  expect(warned).toBe(2);
});

test('a file is stored when the store is back', async () => {
  const store = storeWith([AWAY, AWAY]);
  const stored = patient(store).putFile('/a', { digest: DIGEST, size: 6 });
  await clock.advanceAsync(5_000);
  await stored;
  expect(store.asked).toEqual([6, 6, 6]);
});

test('a store that stays away for a minute is a fault', async () => {
  const store = storeWith(Array.from({ length: 100 }, () => AWAY));
  const stored = patient(store).putFile('/a', { digest: DIGEST, size: 6 });
  const failed = expect(stored).rejects.toBe(AWAY);
  await clock.advanceAsync(59_000);
  const before = store.asked.length;
  expect(before).toBeGreaterThan(20);
  await clock.advanceAsync(10_000);
  await failed;
  expect(clock.pending).toBe(0);
});

test.each([
  ['is not there', new DomeError('WORKSPACE_MISSING', { detail: 'Nothing is stored.' })],
  ['is damaged', new DomeError('DIGEST_MISMATCH', { detail: 'Other bytes.' })],
  ['cannot be opened here', new Error('EACCES')],
])('an error that %s is thrown at once', async (_what, fault) => {
  await expect(read(patient(storeWith([fault])))).rejects.toBe(fault);
  expect(warned).toBe(0);
});

test('a daemon that ends waits for no store', async () => {
  const stored = patient(storeWith([AWAY, AWAY])).putFile('/a', { digest: DIGEST, size: 6 });
  const failed = expect(stored).rejects.toBe(AWAY);
  await clock.advanceAsync(0);
  ending.abort();
  await clock.advanceAsync(1_000);
  await failed;
});
