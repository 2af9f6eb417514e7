import { readdirSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fixtureSkills, openHarness, stopper } from '../support/harness.ts';
import type { Harness } from '../support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(fixtureSkills, { spareRunners: 2, servedRunnersMax: 4 });
  await harness.executor.warm();
});
afterAll(() => harness[Symbol.asyncDispose]());

describe.each(['speak', 'speak-inside'])('the node skill %s', (name) => {
  const isInside = name === 'speak-inside';

  test('returns its output, and all its messages in order', async () => {
    await using ran = await harness.run(name, { annotate: true, progress: true, summary: true }, { attempt: 2 });
    expect(ran.outcome).toMatchObject({ result: 'success', output: { attempt: 2 }, exit: {}, summary: '# Done\n' });
    expect(ran.outcome.guard).toBe(isInside ? 'none' : harness.executor.guard);
    expect(ran.outcome.outputDigest).toMatch(/^sha256:/);
    expect(ran.lines.map(({ text }) => text)).toEqual(['warning a:b.js:3: two', 'lines, 100%']);
    expect(ran.annotations).toEqual([{ level: 'warning', file: 'a:b.js', startLine: 3, message: 'two\nlines, 100%' }]);
    expect(ran.progress).toEqual([{ value: 0.5, text: 'half' }]);
  });

  test.each([
    [{ fail: true }, { result: 'failure', output: { found: 3 }, problem: { code: 'SKILL_FAILED', detail: 'no' } }],
    [{ retry: true }, { result: 'error', problem: { code: 'SKILL_FAILED', detail: 'later', retryable: true } }],
    [{ skip: true }, { result: 'skip' }],
    [
      { throw: true },
      {
        result: 'error',
        problem: {
          code: 'SKILL_FAILED',
          detail: expect.stringMatching(/^TypeError: broken, at [\w.-]+:\d+:\d+$/),
          retryable: false,
        },
      },
    ],
    [{ big: true }, { result: 'error', problem: { code: 'OUTPUT_INVALID' } }],
    [{ cyclic: true }, { result: 'error', problem: { code: 'OUTPUT_INVALID' } }],
  ])('ends with its own verdict: %j', async (input, outcome) => {
    await using ran = await harness.run(name, input);
    expect(ran.outcome).toMatchObject(outcome);
  });

  test('learns of a stop by its signal', async () => {
    const { signal, stop } = stopper();
    const onLine = ({ text }: { text: string }): void => {
      if (text === 'waiting') stop('drain');
    };
    await using ran = await harness.run(name, { stop: true }, { signal, onLine });
    expect(ran.outcome).toMatchObject({
      result: 'cancellation',
      cancelOutcome: 'stopped_clean',
      problem: { detail: 'the daemon is shutting down' },
    });
    if (!isInside) expect(ran.log).toContain('stopping');
  });
});

test('a node skill that throws a masked value does not reveal it', async () => {
  await using ran = await harness.run('speak', { leak: 'hunter2' });
  expect(ran.outcome.problem).toMatchObject({ code: 'SKILL_FAILED', detail: 'no, because of ***' });
});

test('a trusted skill that declares no files leaves no folder', async () => {
  const ran = await harness.run('speak-inside', { artifact: true });
  expect(ran.outcome.result).toBe('success');
  await ran[Symbol.asyncDispose]();
  expect(readdirSync(join(harness.workDir, 'jobs'))).toEqual([]);
});

describe('runners', () => {
  test('serve one skill again, with nothing of the job before', async () => {
    await using first = await harness.run('speak', { env: true, open: true });
    await using second = await harness.run('speak', { lines: 2 });
    expect(second.outcome.output).toMatchObject({ left: '', pid: first.outcome.output?.['pid'] });
    expect(Number(second.outcome.output?.['runs'])).toBeGreaterThan(1);
    expect(first.log).toBe('stdout: an open line');
    expect(second.log).toBe('stdout: line 1\nstdout: line 2');
    expect(second.outcome.output).toMatchObject({ cwd: expect.stringContaining(join(harness.workDir, 'runners')) });
  });

  test.each([{ hidden: false }, { hidden: true }])('are not used again when a timer is left: %j', async (input) => {
    await using first = await harness.run('leave-timer', input);
    expect(first.outcome.result).toBe('success');
    // Long enough for the first job's timer to throw, had its runner survived.
    await using second = await harness.run('leave-timer', { ...input });
    await using after = await harness.run('never-settle', {}, { executionMs: 500 });
    expect(second.outcome.result).toBe('success');
    expect(after.outcome).toMatchObject({ result: 'timeout' });
    expect(after.log).not.toContain('from the job before');
  });

  test('die with the job that ends badly, and harm no neighbour', async () => {
    const bad = [
      [
        'block-event-loop',
        { result: 'timeout', clock: 'execution', cancelOutcome: 'killed', problem: { code: 'TIMEOUT' } },
      ],
      ['exit-zero', { result: 'error', exit: { code: 0 }, problem: { code: 'RUNNER_EXITED' } }],
      [
        'throw-from-timer',
        { result: 'error', problem: { code: 'SKILL_CRASHED', detail: 'Error: thrown from a timer' } },
      ],
      [
        'never-settle',
        { result: 'timeout', clock: 'execution', cancelOutcome: 'killed', problem: { code: 'TIMEOUT' } },
      ],
    ] as const;
    const neighbours = Array.from({ length: 20 }, (_, index) =>
      index % 4 === 0
        ? harness.run('echo', { text: `n${index}` })
        : harness.run(index % 4 === 1 ? 'speak' : 'speak-inside', {}),
    );
    const clockOf = (outcome: (typeof bad)[number][1]): number => (outcome.result === 'timeout' ? 700 : 20_000);
    const ended = await Promise.all(
      bad.map(([name, outcome]) => harness.run(name, {}, { executionMs: clockOf(outcome) })),
    );
    for (const [index, [name, outcome]] of bad.entries()) {
      expect(ended[index]?.outcome, name).toMatchObject(outcome);
      expect(ended[index]?.lines.length, name).toBeGreaterThan(0);
      await ended[index]?.[Symbol.asyncDispose]();
    }
    for (const ran of await Promise.all(neighbours)) {
      expect(ran.outcome.result).toBe('success');
      await ran[Symbol.asyncDispose]();
    }
    await using again = await harness.run('speak');
    expect(again.outcome.result).toBe('success');
  });

  test('that are killed while they wait get no job', async () => {
    await using own = await openHarness(fixtureSkills, { spareRunners: 1 });
    await own.executor.warm();
    await killRunnersOf(own);
    await using first = await own.run('speak');
    expect(first.outcome.result).toBe('success');
    // This one has served, and the next spare is ready beside it.
    await own.executor.warm();
    await killRunnersOf(own);
    await using second = await own.run('speak');
    expect(second.outcome.result).toBe('success');
  });

  test('are gone when the executor is disposed', async () => {
    const processes = (): number => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
    const before = processes();
    const own = await openHarness(fixtureSkills, { spareRunners: 2 });
    await own.executor.warm();
    const ran = await own.run('speak');
    await ran[Symbol.asyncDispose]();
    expect(processes()).toBeGreaterThan(before);
    await own[Symbol.asyncDispose]();
    await eventually(() => expect(processes()).toBeLessThanOrEqual(before));
  });
});

/** A waiting runner has its folder, and nothing else does. The executor has seen their end when this returns. */
async function killRunnersOf({ workDir, executor }: Harness): Promise<void> {
  const runners = (): string[] =>
    readdirSync('/proc').filter((pid) => {
      try {
        return dirname(readlinkSync(`/proc/${pid}/cwd`)) === join(workDir, 'runners');
      } catch {
        return false;
      }
    });
  expect(runners()).not.toEqual([]);
  for (const pid of runners()) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It died with its parent.
    }
  }
  await eventually(() => expect([runners(), executor.runners]).toEqual([[], 0]));
}

test('a trusted skill costs microseconds, not a process', async () => {
  const skill = harness.skills.get('speak-inside');
  if (skill === undefined) throw new Error('no skill speak-inside');
  const quiet = { line: () => undefined, annotation: () => undefined, progress: () => undefined };
  const { signal } = new AbortController();
  const once = (index: number) =>
    harness.executor.execute(
      {
        skill,
        input: {},
        runId: 'r',
        taskId: 't',
        jobId: `j${index}`,
        attempt: 1,
        epoch: 1,
        executionMs: 60_000,
        heartbeatMs: 60_000,
        deadlineMs: Date.now() + 60_000,
      },
      quiet,
      signal,
    );
  for (let index = 0; index < 500; index += 1) await once(index);
  const startedMs = performance.now();
  for (let index = 0; index < 2_000; index += 1) await once(index);
  const perJobMicros = (performance.now() - startedMs) / 2;
  // Generous, for a busy machine: a process would take a thousand times this.
  expect(perJobMicros).toBeLessThan(500);
});
