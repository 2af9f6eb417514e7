// Two people decide a gate, as they type it: who is still missing is said to whoever looks, and a vote can be taken back.
import { eventually, gatedPlan, humanPolicy } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openCliStage } from './cli-stage.ts';

const POLICY = humanPolicy.replace(
  '"role":"release-manager"',
  '"approvals":[{"role":"release-manager","count":2}],"remindEvery":"1m"',
);

test('two people approve, and one takes the vote back in between', { timeout: 120_000 }, async () => {
  await using stage = await openCliStage();
  await stage.write('gated.plan.json', gatedPlan);
  await stage.write('gated.policy.json', POLICY);
  expect((await stage.dome('plan', 'show', 'gated.plan.json')).out).toContain('people of the role 2 release-manager');
  const submit = ['--user', 'ada', 'run', 'submit', '-f', 'gated.plan.json', '-o', 'json'];
  const { runId } = JSON.parse((await stage.dome(...submit)).out) as { runId: string };
  const watching = stage.start('run', 'watch', runId);
  await eventually(() => /gate +release +waiting +.*role=release-manager:2/.test(watching.said.out), {
    timeoutMs: 30_000,
  });

  const first = await stage.dome('--user', 'grace', 'gate', 'approve', runId, '-y');
  expect(first).toMatchObject({ exitCode: 0, out: expect.stringContaining('1 of 2: needs 1 more release-manager') });
  // One vote a person: another one is not taken for the first.
  expect(await stage.dome('--user', 'grace', 'gate', 'reject', `${runId}/release`, '-y')).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/grace has voted to approve.*\nhint: .*gate withdraw/),
  });
  const run = await stage.dome('run', 'get', runId);
  expect(run.out).toContain('1 of 2: needs 1 more release-manager');
  const listed = await stage.dome('gate', 'list', '-o', 'jsonl');
  expect(JSON.parse(listed.out)).toMatchObject({ approvals: { by: ['grace'] } });

  const back = await stage.dome('--user', 'grace', 'gate', 'withdraw', runId, '-m', 'a doubt');
  expect(back).toMatchObject({ exitCode: 0, out: expect.stringMatching(/withdrew the vote of grace on \S+\/release/) });
  expect(back.out).toContain('0 of 2: needs 2 more release-manager');
  const again = await stage.dome('--user', 'grace', 'gate', 'withdraw', runId, '-o', 'json');
  expect(JSON.parse(again.out)).toMatchObject({ by: 'grace', existing: true });
  const nothing = await stage.dome('gate', 'withdraw', `${runId}/release`);
  expect(nothing).toMatchObject({ exitCode: 2, err: expect.stringContaining('has no vote on the gate release') });

  expect((await stage.dome('gate', 'approve', runId, '-y')).exitCode).toBe(0);
  const last = await stage.dome('--user', 'grace', 'gate', 'approve', runId, '-y');
  expect(last.out).toContain('2 of 2');
  const { exitCode, out } = await watching.ended;
  expect(exitCode).toBe(0);
  expect(out).toMatch(/gate +release +withdrawn +by=grace +missing=release-manager:2 +"a doubt"/);
  expect(out).toMatch(/gate +release +APPROVE .*by=\S+,grace/);
});
