// Reads the real kernel's figures; on other systems they are 0.
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openProcessorWaits } from '../src/processor-waits.ts';

const IS_TOLD = existsSync('/proc/thread-self/schedstat');

test('each thread is counted on its own, and its waiting time never falls', () => {
  using waits = openProcessorWaits();
  const before = waits.read();
  expect(before.othersMs.size > 0).toBe(IS_TOLD);
  const after = waits.read();
  expect(after.ownMs).toBeGreaterThanOrEqual(before.ownMs);
  expect([...after.othersMs].every(([thread, ms]) => ms >= (before.othersMs.get(thread) ?? 0))).toBe(true);
});

test('a thread that ended is forgotten, and its file closed', async () => {
  using waits = openProcessorWaits();
  const files = (): number => (IS_TOLD ? readdirSync('/proc/self/fd').length : 0);
  const look = (): number => Array.from({ length: 101 }, () => waits.read()).at(-1)?.othersMs.size ?? 0;
  const [threads, open] = [look(), files()];
  const worker = new Worker('setInterval(() => {}, 1_000)', { eval: true });
  await once(worker, 'online');
  if (IS_TOLD) expect(look()).toBeGreaterThan(threads);
  await worker.terminate();
  await eventually(() => look() <= threads && files() <= open);
});

test('a thread among more busy ones than there are processors has waited', async () => {
  using waits = openProcessorWaits();
  const isOver = new Int32Array(new SharedArrayBuffer(4));
  const busy = `const { workerData } = require('node:worker_threads'); while (Atomics.load(workerData, 0) === 0);`;
  const rivals = Array.from(
    { length: availableParallelism() + 1 },
    () => new Worker(busy, { eval: true, workerData: isOver }),
  );
  const before = waits.read().ownMs;
  try {
    await eventually(() => !IS_TOLD || waits.read().ownMs > before + 5);
  } finally {
    Atomics.store(isOver, 0, 1);
    await Promise.all(rivals.map((rival) => rival.terminate()));
  }
});
