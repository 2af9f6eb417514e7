import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LIMITS } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createLook } from '../../src/machine/look.ts';

test('a guard that hangs is named, and its trial ends within the limit of the check', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'dome-look-'));
  try {
    const clock = createManualClock();
    const { promise: begun, resolve: begin } = Promise.withResolvers<AbortSignal>();
    const { promise: killed, reject: kill } = Promise.withResolvers<never>();
    const tryStarting = (signal: AbortSignal): Promise<never> => {
      signal.addEventListener('abort', () => kill(new Error('killed')), { once: true });
      begin(signal);
      return killed;
    };
    const found = createLook({ workDir, tryStarting, clock, keep: () => Promise.resolve() })();
    const signal = await begun;
    expect(signal.aborted).toBe(false);
    clock.advance(LIMITS.machineLookMs);
    expect((await found)?.message).toBe(`the guard did not answer within ${LIMITS.machineLookMs} ms`);
    expect(signal.aborted).toBe(true);
  } finally {
    await rm(workDir, { recursive: true });
  }
});

test('a work folder that hangs is named, once for all checks that wait for it', async () => {
  const clock = createManualClock();
  let looks = 0;
  const keep = (): Promise<never> => {
    looks += 1;
    return new Promise(() => undefined);
  };
  const look = createLook({ workDir: '/', tryStarting: () => Promise.resolve(), clock, keep });
  for (const found of [look(), look()]) {
    clock.advance(LIMITS.machineLookMs);
    expect((await found)?.message).toBe(`the work folder did not answer within ${LIMITS.machineLookMs} ms`);
  }
  expect(looks).toBe(1);
});
