import { expect, test } from 'vitest';

import { tellTransfer } from '../../src/commands/told-transfer.ts';
import { memoryIo } from '../memory-io.ts';

const globals = { timeoutMs: 1, output: 'table', color: 'never', quiet: false } as const;

test('a terminal sees how far the bytes are, ten times a second, and no line of it at the end', () => {
  let nowMs = 0;
  const io = memoryIo({ isTerminal: true, now: () => nowMs });
  {
    using transfer = tellTransfer({ io, globals }, { name: 'sending .', bytes: 2_097_152 });
    transfer.at(524_288);
    expect(io.written.err).toBe('');
    nowMs = 1_000;
    transfer.at(1_048_576);
    expect(io.written.err).toContain('sending .  1 MiB of 2 MiB  50%  1 MiB/s  1.0s left\n');
    const seen = io.written.err;
    nowMs = 1_050;
    transfer.at(1_500_000);
    expect(io.written.err).toBe(seen);
  }
  expect(io.written.err.endsWith('\u001b[1A\r\u001b[0J\u001b[?25h')).toBe(true);
});

test('nobody else sees any of it', () => {
  let nowMs = 0;
  for (const [isTerminal, more] of [
    [false, {}],
    [true, { quiet: true }],
    [true, { output: 'json' as const }],
  ] as const) {
    const io = memoryIo({ isTerminal, now: () => nowMs });
    using transfer = tellTransfer({ io, globals: { ...globals, ...more } }, { name: 'x', bytes: 7 });
    nowMs += 1_000;
    transfer.at(7);
    expect(io.written.err).toBe('');
  }
});
