import { readFileSync, readdirSync } from 'node:fs';

import { createManualClock, eventually } from '@dome/testkit';
import { systemClock } from '@dome/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fixtureSkills, openHarness, stopper } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(fixtureSkills, { spareRunners: 0 });
});
afterAll(() => harness[Symbol.asyncDispose]());

const shell = (script: string, options = {}) => harness.run('shell', { script }, options);

/** Processes of this machine with the mark in their command line. */
function processesWith(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('a process skill that is ended', () => {
  test('by a stop: SIGTERM reaches the skill itself, which may end cleanly', async () => {
    const { signal, stop } = stopper();
    await using ran = await shell('trap "echo tidying; exit 3" TERM; echo ready; while true; do sleep 0.05; done', {
      signal,
      onLine: ({ text }: { text: string }) => (text === 'ready' ? stop('cancel') : undefined),
    });
    expect(ran.outcome).toMatchObject({
      result: 'cancellation',
      cancelOutcome: 'stopped_clean',
      exit: { code: 3 },
      problem: { code: 'CANCELED' },
    });
    expect(ran.log).toContain('tidying');
  });

  test.each([
    ['shell', 'superseded'],
    ['shell', 'heartbeat-lost'],
    ['never-settle', 'superseded'],
  ] as const)('at once and without a grace when another attempt may run: %s, %s', async (skill, reason) => {
    await using own = await openHarness(fixtureSkills, { spareRunners: 0 });
    const patient = new Map([...own.skills].map(([name, loaded]) => [name, { ...loaded, graceMs: 600_000 }]));
    const { signal, stop } = stopper();
    const script = 'trap "sleep 60" TERM; echo ready; while true; do sleep 0.05; done';
    await using ran = await own.run(skill, { script }, { signal, onLine: () => stop(reason), skills: patient });
    expect(ran.outcome).toMatchObject({ result: 'cancellation', cancelOutcome: 'killed' });
  });

  test.each(['mount-namespace', 'pid-namespace', 'process-group'] as const)(
    'by a kill after the grace, under the guard %s',
    async (name) => {
      await using own = await openHarness(fixtureSkills, { guard: name, spareRunners: 0 });
      if (own.executor.guard !== name) return;
      const mark = `dome-test-${name}-${process.pid}`;
      const { signal, stop } = stopper();
      await using ran = await own.run('ignore-sigterm', { mark }, { signal, onLine: () => stop('cancel') });
      expect(ran.outcome).toMatchObject({
        result: 'cancellation',
        cancelOutcome: 'killed',
        exit: { signal: 'SIGKILL' },
        guard: name,
      });
      if (name !== 'process-group') await eventually(() => expect(processesWith(mark)).toEqual([]));
      // The honest difference between the guards: a process that left the group survives here, and the test must end it.
      else for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
    },
  );

  test('by the execution clock, the heartbeat clock and the total clock', async () => {
    // Each line is a sign of life, and the next comes sooner than the heartbeat clock allows.
    const clock = createManualClock(Date.now());
    await using own = await openHarness(fixtureSkills, { clock, spareRunners: 0 });
    await using execution = await own.run(
      'shell',
      { script: 'while true; do echo alive; sleep 0.05; done' },
      {
        executionMs: 300,
        heartbeatMs: 250,
        deadlineMs: clock.now() + 86_400_000,
        onLine: () => clock.advance(100),
      },
    );
    expect(execution.outcome).toMatchObject({
      result: 'timeout',
      clock: 'execution',
      problem: { code: 'TIMEOUT', detail: 'the execution clock of 300 ms ran out' },
    });
    await using heartbeat = await shell('echo once; sleep 30', { executionMs: 20_000, heartbeatMs: 300 });
    expect(heartbeat.outcome).toMatchObject({ result: 'timeout', clock: 'heartbeat' });
    await using total = await shell('sleep 30', { deadlineMs: Date.now() + 300 });
    expect(total.outcome).toMatchObject({ result: 'timeout', clock: 'total' });
  });

  test('keeps what it had left', async () => {
    const clock = createManualClock(Date.now());
    await using own = await openHarness(fixtureSkills, { clock, spareRunners: 0 });
    // The time runs out once all is left, however long the machine took for it.
    const script = 'echo "{}" >"$DOME_ARTIFACTS/report.json"; echo "# so far" >>"$DOME_SUMMARY"; echo left; sleep 60';
    await using ran = await own.run(
      'shell',
      { script },
      {
        executionMs: 3_600_000,
        heartbeatMs: 86_400_000,
        deadlineMs: clock.now() + 86_400_000,
        onLine: () => clock.advance(3_600_000),
      },
    );
    expect(ran.outcome).toMatchObject({ result: 'timeout', summary: '# so far\n', artifacts: [{ name: 'report' }] });
  });

  test('that ends while a stranger holds its output open is not waited for', async () => {
    await using own = await openHarness(fixtureSkills, { guard: 'process-group', spareRunners: 0 });
    const mark = `dome-test-stranger-${process.pid}`;
    const stranger = `touch "$TMPDIR/up"; exec node -e "setTimeout(() => undefined, 60_000)" ${mark}`;
    const script = `setsid bash -c '${stranger}' & until [ -e "$TMPDIR/up" ]; do sleep 0.01; done; echo done`;
    await using ran = await own.run('shell', { script });
    expect(ran.outcome.result).toBe('success');
    expect(ran.log).toContain('system: a process that left the skill still holds its output open');
    for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
  });

  test('before it starts is never started', async () => {
    const { signal, stop } = stopper();
    stop('drain');
    await using ran = await shell('echo started', { signal });
    expect(ran.outcome).toMatchObject({ result: 'cancellation', cancelOutcome: 'stopped_clean', exit: {} });
    expect(ran.lines).toEqual([]);
  });

  test('on a clock that a test moves', async () => {
    const clock = createManualClock(Date.now());
    await using own = await openHarness(fixtureSkills, { clock, spareRunners: 0 });
    await using ran = await own.run(
      'shell',
      { script: 'echo ready; sleep 60' },
      {
        executionMs: 3_600_000,
        heartbeatMs: 3_600_000,
        deadlineMs: clock.now() + 86_400_000,
        onLine: () => clock.advance(3_600_000),
      },
    );
    expect(ran.outcome).toMatchObject({ result: 'timeout', clock: 'execution', cancelOutcome: 'stopped_clean' });
    expect(systemClock.now() - clock.now()).toBeLessThan(0);
  });
});
