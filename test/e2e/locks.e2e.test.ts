// Locks as people meet them: a plan that says how many of its jobs may run, and the commands that show and break a lock.
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import { lockedPlan } from './locked-plan.ts';

test('a job that waits is shown with whom it waits for, until the lock is broken', { timeout: 90_000 }, async () => {
  await using stage = await openCliStage();
  await stage.write('long.plan.yaml', lockedPlan(60));
  await stage.write('short.plan.yaml', lockedPlan(0));
  const submit = async (file: string): Promise<string> => {
    const { exitCode, out, err } = await stage.dome('run', 'submit', '-f', file, '-o', 'json');
    expect([exitCode, err]).toEqual([0, '']);
    return JSON.parse(out).runId;
  };
  const lock = 'lines:2';
  const listed = async (): Promise<{ holders: { runId: string }[]; waiting: { runId: string }[] } | undefined> =>
    JSON.parse((await stage.dome('lock', 'list', lock, '-o', 'json')).out).locks[0];

  expect((await stage.dome('lock', 'list')).out).toBe('No lock is held.\n');
  const long = await submit('long.plan.yaml');
  await eventually(async () => (await listed())?.holders[0]?.runId === long, { timeoutMs: 20_000 });
  const short = await submit('short.plan.yaml');
  await eventually(async () => (await listed())?.waiting[0]?.runId === short, { timeoutMs: 20_000 });

  const shown = await stage.dome('run', 'get', short);
  expect(shown.out).toMatch(/work .*waits for lock lines:2, held by job/);
  // A runtime that does not answer within a moment is left out of the view.
  const asData = await eventually(
    async () => {
      const run = JSON.parse((await stage.dome('run', 'get', short, '-o', 'json')).out);
      return run.tasks[0].waitsFor !== undefined && run;
    },
    { timeoutMs: 20_000 },
  );
  expect(asData).toMatchObject({
    tasks: [{ taskId: 'work', waitsFor: { lock, mode: 'limited', before: 0, heldBy: [{ runId: long }] } }],
    waitingFor: expect.stringContaining(`the lock ${lock} for work, held by job ${long}_work_1`),
  });
  const table = await stage.dome('lock', 'list');
  expect(table.out.split('\n').map((line) => line.split(/\s{2,}/).slice(0, 2))).toEqual([
    ['LOCK', 'STATE'],
    [lock, 'holds'],
    [lock, 'waits, 0 before it'],
    [''],
  ]);

  expect(await stage.dome('lock', 'break', lock, '-y')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('for a reason'),
  });
  expect(await stage.dome('lock', 'break', 'another', '-m', 'a test', '-y')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('Nobody holds the lock another.'),
  });
  expect(await stage.dome('lock', 'break', lock, '-m', 'a test', '-y')).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining(`broken ${lock}`),
  });
  await eventually(
    async () => JSON.parse((await stage.dome('run', 'get', short, '-o', 'json')).out).result === 'success',
    {
      timeoutMs: 20_000,
    },
  );
  await stage.dome('run', 'cancel', long);
});

test(
  'a job that is watched is shown with who holds its lock now, and how many are before it now',
  { timeout: 90_000 },
  async () => {
    // In CI there are lines instead of a tree.
    await using stage = await openCliStage({ env: { CI: '' } });
    await stage.write('long.plan.yaml', lockedPlan(60));
    const lock = 'lines:2';
    const runs: string[] = [];
    for (const place of [0, 1, 2]) {
      const runId: string = JSON.parse(
        (await stage.dome('run', 'submit', '-f', 'long.plan.yaml', '-o', 'json')).out,
      ).runId;
      runs.push(runId);
      await eventually(
        async () => {
          const [found] = JSON.parse((await stage.dome('lock', 'list', lock, '-o', 'json')).out).locks;
          return found?.holders.length + found?.waiting.length === place + 1;
        },
        { timeoutMs: 20_000 },
      );
    }
    const [first = '', second = '', third = ''] = runs;
    // The tree is drawn on a terminal alone.
    const watched = stage.shell(`COLUMNS=200 script -qec "stty cols 200; $DOME run watch ${third}" /dev/null`);
    const shows = (text: string): Promise<unknown> =>
      eventually(() => watched.said.out.includes(text), { timeoutMs: 20_000 });
    await shows(`waits for lock ${lock}, held by job ${first}_work_1`);
    await shows('1 before it');
    await stage.dome('run', 'cancel', first);
    await shows(`waits for lock ${lock}, held by job ${second}_work_1`);
    await stage.dome('run', 'cancel', third);
    await watched.ended;
    await stage.dome('run', 'cancel', second);
  },
);
