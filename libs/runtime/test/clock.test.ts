import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pause, systemClock } from '../src/index.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('a timer runs once, after its time', () => {
  let runs = 0;
  systemClock.after(50, () => (runs += 1));
  vi.advanceTimersByTime(49);
  expect(runs).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(runs).toBe(1);
});

test('a disposed timer never runs', () => {
  let runs = 0;
  systemClock.after(50, () => (runs += 1))[Symbol.dispose]();
  vi.advanceTimersByTime(1_000);
  expect(runs).toBe(0);
});

test('a wait longer than a Node timer can be is waited in full, and can be abandoned on the way', () => {
  const dayMs = 86_400_000;
  let runs = 0;
  systemClock.after(60 * dayMs, () => (runs += 1));
  using abandoned = systemClock.after(60 * dayMs, () => (runs += 100));
  vi.advanceTimersByTime(59 * dayMs);
  expect(runs).toBe(0);
  abandoned[Symbol.dispose]();
  vi.advanceTimersByTime(2 * dayMs);
  expect(runs).toBe(1);
});

test('monotonic time does not go back', () => {
  const before = systemClock.monotonicMs();
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
});

test('a pause ends after its time and not before', async () => {
  let over = false;
  const paused = pause(systemClock, 50).then(() => (over = true));
  await vi.advanceTimersByTimeAsync(49);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await paused;
  expect(over).toBe(true);
});
