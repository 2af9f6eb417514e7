// A run that no replica can advance waits for a person: health reports it, because nothing else would.
import { createPublisher } from '@dome/bus';
import { CONTENT_TYPE, asName, runIdFor, subjects } from '@dome/contracts';
import { eventually, startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { controlClientOf, startReplica } from './bench.ts';
import { chainsOf } from './drive/chains-of.ts';

test('a run that cannot continue is named, and the replica keeps serving', async () => {
  await using server = await startPlanesServer({ people: ['ada'] });
  const first = await startReplica(server, 'dome-1');
  const ada = await controlClientOf(server, 'ada');
  const plan = asName('release');
  const runId = runIdFor({ submitter: 'ada', plan, idempotencyKey: 'stuck', n: 0 });
  await using publisher = createPublisher(await server.connectAs('dome'));
  const [submitted] = await chainsOf([runId], 'waiting');
  if (submitted === undefined || !('planDigest' in submitted.event.data)) throw new Error('no first event');
  // A plan that this version cannot fold: somebody else wrote it, or it was written under other rules.
  const data = { ...submitted.event.data, plan: { apiVersion: 'dome/v9' } };
  await publisher.publish({
    subject: subjects.runEvent({ plan, runId, phase: 'submitted' }),
    payload: new TextEncoder().encode(
      JSON.stringify({ ...submitted.event, subject: runId, correlationid: runId, data }),
    ),
    messageId: `${runId}.submitted`,
    headers: { 'Content-Type': CONTENT_TYPE },
  });
  const health = await eventually(async () => {
    const said = await ada.health();
    if (said.status === 'ok') throw new Error('nothing is said yet');
    return said;
  });
  expect(health.checks.find(({ name }) => name === 'runs')).toMatchObject({
    ok: false,
    detail: expect.stringContaining(`1 cannot go on: ${runId} (`),
  });
  await first[Symbol.asyncDispose]();
  await using _second = await startReplica(server, 'dome-2');
  expect((await ada.runs.list({})).runs, 'and no list fails because of it').toEqual([]);
});
