import type { StoredMessage } from '@dome/bus';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { messageFilter } from '../src/state/message-filter.ts';
import { MessageRing } from '../src/state/message-ring.ts';

const message = (sequence: number, bytes = 1): StoredMessage => ({
  stream: 'RUN_EVENTS',
  sequence,
  subject: `dome.evt.run.a.${sequence}`,
  headers: undefined,
  payload: new Uint8Array(bytes),
  timeMs: 0,
});

test('the ring holds the newest messages within its bounds, each at the place it came to', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 7 }), (sizes, messages) => {
      const ring = new MessageRing({ messages, bytes: 20 });
      for (const [at, bytes] of sizes.entries()) ring.push(message(at, bytes));
      expect(ring.end).toBe(sizes.length);
      const kept = Array.from({ length: ring.end - ring.first }, (_, offset) => ring.at(ring.first + offset));
      expect(kept.map((one) => one?.sequence)).toEqual(sizes.map((_, at) => at).slice(ring.first));
      const bytes = sizes.slice(ring.first).reduce((sum, size) => sum + size, 0);
      expect([kept.length <= messages, bytes <= 20, ring.bytes === bytes]).toEqual([true, true, true]);
      expect([ring.at(ring.first - 1), ring.at(ring.end)]).toEqual([undefined, undefined]);
    }),
  );
});

test('one message that is larger than the bound is kept alone', () => {
  const ring = new MessageRing({ messages: 5, bytes: 10 });
  for (const bytes of [3, 3, 99]) ring.push(message(bytes, bytes));
  expect([ring.first, ring.end, ring.at(2)?.sequence]).toEqual([2, 3, 99]);
});

test.each([
  ['', true],
  ['subject=dome.evt.run.>', true],
  ['subject=dome.*.run.ada.gate-decided', true],
  ['subject=dome.evt.run.*', false],
  ['subject=ada.gate', true],
  ['subject=job', false],
  ['q=APPROVE', true],
  ['q=gate-decided+approve', true],
  ['q=approve+reject', false],
  ['subject=dome.evt.job.>&q=approve', false],
])('the address %s lets the message through: %s', (query, isShown) => {
  const payload = new TextEncoder().encode('{"status":"Approve"}');
  const isWanted = messageFilter(new URLSearchParams(query));
  expect(isWanted({ subject: 'dome.evt.run.ada.gate-decided', payload })).toBe(isShown);
});
