import { createManualClock } from '@dome/testkit';
import { expect, it } from 'vitest';

import { createHolds } from '../../src/intake/holds.ts';

const ackWaitMs = 3_000;

function held({ confirms = true }: { confirms?: boolean } = {}) {
  const clock = createManualClock();
  const said: string[] = [];
  const settling = (name: string) => ({
    ack: () => void said.push(`${name} ack`),
    nak: (delayMs: number) => void said.push(`${name} nak ${delayMs}`),
    working: async () => {
      said.push(`${name} working`);
      return confirms;
    },
  });
  const holds = createHolds(clock);
  const listener = { onHeartbeat: () => void said.push('heartbeat'), onLost: () => void said.push('lost') };
  return { clock, said, holds, settling, hold: holds.take({ settling: settling('first'), ackWaitMs, listener }) };
}

it('sends a heartbeat every third of the ack wait, and is ours as long as they are confirmed', async () => {
  const { clock, said, hold } = held();
  await clock.advanceAsync(9 * ackWaitMs);
  expect(said.filter((word) => word === 'first working').length).toBeGreaterThanOrEqual(24);
  expect(said).not.toContain('lost');
  expect(hold.isMine).toBe(true);
});

it('is lost when an ack wait passes unconfirmed, and then sends nothing', async () => {
  const { clock, said, hold } = held({ confirms: false });
  await clock.advanceAsync(ackWaitMs - 1);
  expect(hold.isMine).toBe(true);
  await clock.advanceAsync(ackWaitMs / 12 + 1);
  expect(hold.isMine).toBe(false);
  hold.ack();
  hold.nak(5);
  expect(said.filter((word) => word !== 'first working')).toEqual(['lost']);
});

it('sends nothing once the ack wait is over, even before any timer ran', () => {
  const { clock, said, hold } = held();
  const late = clock.monotonicMs() + ackWaitMs;
  Object.defineProperty(clock, 'monotonicMs', { value: () => late });
  hold.ack();
  expect(said).toEqual([]);
});

it('counts from the sending of a heartbeat, not from its answer', async () => {
  const clock = createManualClock();
  const answers: (() => void)[] = [];
  const working = () => new Promise<boolean>((resolve) => void answers.push(() => resolve(true)));
  const listener = { onHeartbeat: () => undefined, onLost: () => undefined };
  const hold = createHolds(clock).take({
    settling: { ack: () => undefined, nak: () => undefined, working },
    ackWaitMs,
    listener,
  });
  await clock.advanceAsync(1_000);
  await clock.advanceAsync(900);
  answers[0]?.();
  await clock.advanceAsync(2_200);
  expect(hold.isMine).toBe(false);
});

it('continues with a redelivery in place of the delivery', async () => {
  const { clock, said, hold, settling } = held({ confirms: false });
  await clock.advanceAsync(ackWaitMs - 100);
  hold.replace(settling('second'));
  await clock.advanceAsync(ackWaitMs - 100);
  hold.ack();
  expect(said.at(-1)).toBe('second ack');
});

it('keeps no timer when nothing is held', async () => {
  const { clock, holds, hold } = held();
  hold.ack();
  expect(holds.count).toBe(0);
  await clock.advanceAsync(ackWaitMs);
  expect(clock.pending).toBe(0);
});
