import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createForeignCommands } from '../../src/intake/foreign-commands.ts';

test('law: it counts each command that was put back within the last second, once', () => {
  const step = fc.record({ sequence: fc.nat(5), afterMs: fc.nat(700) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const foreign = createForeignCommands();
      const last = new Map<number, number>();
      let nowMs = 0;
      for (const { sequence, afterMs } of steps) {
        nowMs += afterMs;
        foreign.note(sequence, nowMs);
        last.set(sequence, nowMs);
        expect(foreign.count(nowMs)).toBe([...last.values()].filter((atMs) => nowMs - atMs <= 1_000).length);
      }
      expect(foreign.count(nowMs + 1_001)).toBe(0);
    }),
  );
});
