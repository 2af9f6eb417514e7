// A JavaScript program from elsewhere: a stock client, the CloudEvents SDK and the NATS binding of the contract talk to a
// real daemon, and the tap judges their messages like any others.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { startWireTap } from '@dome/testkit';
import { expect, test } from 'vitest';

import { EXAMPLES, openStage } from './stage.ts';
import type { Stage } from './stage.ts';

async function execute(stage: Stage, ...args: readonly string[]) {
  const { servers, password } = stage.planes.credentials('dome');
  const program = join(EXAMPLES, 'node', 'execute.ts');
  const child = spawn(process.execPath, [program, '--server', servers, ...args], {
    env: { PATH: process.env['PATH'], NATS_PASSWORD: password },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

test('a SkillExecute sent with the SDK is followed to its result', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: ['echo'], ackWaitMs: 3_000 });
  await using tap = await startWireTap(stage.planes);
  const daemon = await stage.daemon();

  const first = await execute(stage, '--skill', 'echo', '--input', '{"text": "from node"}', '--key', 'from node');
  expect(first.err).toMatch(/\d+ dev\.dome\.job\.started\.v1\n\d+ dev\.dome\.job\.succeeded\.v1\n/);
  expect([first.code, JSON.parse(first.out)]).toMatchObject([
    0,
    { type: 'dev.dome.job.succeeded.v1', data: { result: 'success', output: { text: 'from node' } } },
  ]);
  const refused = await execute(stage, '--skill', 'echo', '--input', '{"text": 7}');
  expect([refused.code, JSON.parse(refused.out)]).toMatchObject([
    1,
    { data: { problem: { code: 'INPUT_INVALID', pointer: '/input/text' } } },
  ]);
  const unknown = await execute(stage, '--skill', 'no-such-skill');
  expect(unknown).toMatchObject({ code: 2, out: '', err: expect.stringContaining('CAPABILITY_MISSING') });

  await daemon.stop();
  expect((await tap.report({ ended: true })).findings).toEqual([]);
});
