import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LIMITS } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createProbe } from '../../src/machine/probe.ts';

test('a guard that hangs is named, and its trial ends within the limit of the check', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'dome-probe-'));
  try {
    const clock = createManualClock();
    const { promise: begun, resolve: begin } = Promise.withResolvers<AbortSignal>();
    const { promise: killed, reject: kill } = Promise.withResolvers<never>();
    const tryStarting = (signal: AbortSignal): Promise<never> => {
      signal.addEventListener('abort', () => kill(new Error('killed')), { once: true });
      begin(signal);
      return killed;
    };
    const found = createProbe({ workDir, tryStarting, clock, keep: () => Promise.resolve() })();
    const signal = await begun;
    expect(signal.aborted).toBe(false);
    clock.advance(LIMITS.machineProbeMs);
    expect((await found)?.message).toBe(`the guard did not answer within ${LIMITS.machineProbeMs} ms`);
    expect(signal.aborted).toBe(true);
  } finally {
    await rm(workDir, { recursive: true });
  }
});

test('a work folder that hangs is named, once for all checks that wait for it', async () => {
  const clock = createManualClock();
  let probes = 0;
  const keep = (): Promise<never> => {
    probes += 1;
    return new Promise(() => undefined);
  };
  const probe = createProbe({ workDir: '/', tryStarting: () => Promise.resolve(), clock, keep });
  for (const found of [probe(), probe()]) {
    clock.advance(LIMITS.machineProbeMs);
    expect((await found)?.message).toBe(`the work folder did not answer within ${LIMITS.machineProbeMs} ms`);
  }
  expect(probes).toBe(1);
});
