// A control plane that cannot store decides nothing, says so, and continues where it was when there is space again.
import { STREAMS } from '@dome/contracts';
import { SKILLS, eventually, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { jetstreamManager } from '@nats-io/jetstream';
import { expect, test } from 'vitest';

import { controlClientOf, release, runWhen, startReplica } from './bench.ts';
import { startScriptedRuntime } from './scripted-runtime.ts';

async function setLimit(server: PlanesServer, messagesMax: number): Promise<void> {
  const nc = await server.connectAs('dome-provisioner');
  await (await jetstreamManager(nc)).streams.update(STREAMS.RUN_EVENTS, { max_msgs: messagesMax });
  await nc.close();
}

test('a run waits while its stream is full, no other is accepted, and it ends when there is space', async () => {
  const skills = SKILLS.map(({ name }) => ({ pool: 'default', skill: name }));
  await using server = await startPlanesServer({ people: ['ada'], skills });
  await using _runtime = await startScriptedRuntime(server, SKILLS, () => ({
    result: 'success',
    output: { failed: 0 },
  }));
  await using _replica = await startReplica(server, 'dome-1');
  const ada = await controlClientOf(server, 'ada');
  // The tasks of the first wave end, and not all of them can be settled.
  await setLimit(server, 3);
  const { runId } = await ada.runs.submit(release());
  await eventually(async () => {
    const { status, checks } = await ada.health();
    expect(status).toBe('degraded');
    expect(checks.find(({ name }) => name === 'space')?.detail).toMatch(/^OUT_OF_SPACE: RUN_EVENTS /);
  });
  const refused = ada.runs.submit(release({ idempotencyKey: 'second' }));
  await expect(refused).rejects.toMatchObject({ code: 'OUT_OF_SPACE' });
  expect(await ada.runs.submit(release()), 'what is stored is answered').toMatchObject({ runId, existing: true });
  const stands = await ada.runs.get(runId);
  expect([stands.state === 'finished', stands.gates.filter(({ decision }) => decision !== undefined)]).toEqual([
    false,
    [],
  ]);

  await setLimit(server, -1);
  const waiting = await runWhen(ada, runId, ({ state }) => state === 'waiting');
  expect(waiting.gates.map(({ gate, decision }) => `${gate} ${decision?.status}`)).toContain('quality APPROVE');
  await eventually(async () => expect((await ada.health()).status).toBe('ok'), { timeoutMs: 20_000 });
  expect(await ada.runs.submit(release({ idempotencyKey: 'second' }))).toMatchObject({ existing: false });
});
