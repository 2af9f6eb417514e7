// The real loop of this process is held up: by computing, and by waiting for something outside.
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { watchProcess } from '../src/process-watch.ts';
import type { ProcessWatch } from '../src/process-watch.ts';

function watched(): { watch: ProcessWatch; warned: Readonly<Record<string, unknown>>[] } {
  const warned: Readonly<Record<string, unknown>>[] = [];
  const watch = watchProcess({ logger: { warn: (fields) => void warned.push(fields) } });
  return { watch, warned };
}

const overlong = (watch: ProcessWatch): Promise<true> =>
  eventually(() => watch.facts().eventLoop.over250Ms > 0 && true);

test('a turn that computes for 300 ms is counted, and a warning is logged', async () => {
  const { watch, warned } = watched();
  using _end = watch;
  const from = process.threadCpuUsage();
  for (let usedUs = 0; usedUs < 300_000;) {
    const { user, system } = process.threadCpuUsage(from);
    usedUs = user + system;
  }
  await overlong(watch);
  expect(watch.facts().eventLoop.longestMs).toBeGreaterThanOrEqual(280);
  expect(warned[0]).toMatchObject({ heldMs: expect.any(Number), cpuMs: expect.any(Number), more: 0 });
});

test('so is a turn that only waits, and no second line within ten seconds says so', async () => {
  const { watch, warned } = watched();
  using _end = watch;
  const cell = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(cell, 0, 0, 1_000);
  await overlong(watch);
  Atomics.wait(cell, 0, 0, 1_000);
  await eventually(() => watch.facts().eventLoop.over250Ms >= 2);
  expect(warned).toHaveLength(1);
});

test('memory is reported in bytes', () => {
  using watch = watched().watch;
  const { rssBytes, heapBytes } = watch.facts().memory;
  expect(heapBytes).toBeGreaterThan(1_000_000);
  expect(rssBytes).toBeGreaterThan(heapBytes);
});
