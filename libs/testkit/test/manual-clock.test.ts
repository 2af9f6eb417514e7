import { expect, test } from 'vitest';
import { createManualClock } from '../src/manual-clock.ts';

test('both times move together and only when told', () => {
  const clock = createManualClock(1_000);
  clock.advance(250);
  expect([clock.now(), clock.monotonicMs()]).toEqual([1_250, 250]);
});

test('due timers run in order, each at its own instant', () => {
  const clock = createManualClock(0);
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${name}@${clock.now()}`);
  clock.after(30, note('c'));
  clock.after(10, note('a'));
  clock.after(10, note('b'));
  clock.after(31, note('late'));
  clock.advance(30);
  expect(seen).toEqual(['a@10', 'b@10', 'c@30']);
  expect(clock.pending).toBe(1);
});

test('a timer armed inside a timer runs in the same advance when it is due', () => {
  const clock = createManualClock(0);
  const seen: number[] = [];
  const again = (): void => {
    seen.push(clock.now());
    clock.after(10, again);
  };
  clock.after(10, again);
  clock.advance(35);
  expect(seen).toEqual([10, 20, 30]);
});

test('a disposed timer does not run', () => {
  const clock = createManualClock();
  let runs = 0;
  clock.after(10, () => (runs += 1))[Symbol.dispose]();
  clock.advance(100);
  expect(runs).toBe(0);
});

test('advanceAsync lets promises settle between timers', async () => {
  const clock = createManualClock(0);
  const seen: number[] = [];
  const loop = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise<void>((resolve) => void clock.after(10, resolve));
      seen.push(clock.now());
    }
  };
  const looped = loop();
  await clock.advanceAsync(30);
  await looped;
  expect(seen).toEqual([10, 20, 30]);
});
