// An observer asks the control plane what people may ask, and gets the same answers; it changes nothing, and nobody is asked for it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openStage, PLANS } from './stage.ts';

const document = (name: string): Promise<string> => readFile(join(PLANS, name), 'utf8');

test('an observer reads runs, gates, the fleet and the ends of the streams', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: ['sleep'] });
  await stage.daemon({ instance: 'one' });
  await stage.control();
  const [ada, grace, view] = await Promise.all([stage.as('ada'), stage.as('grace'), stage.as('view')]);
  const [plan, policy] = [await document('asking.plan.yaml'), await document('asking.policy.yaml')];
  const patient = policy.replace('deadline: 1s', 'deadline: 1h');
  const { runId } = await ada.runs.submit({ plan, policy: patient, inputs: {}, idempotencyKey: 'seen' });
  const [gate] = await eventually(async () => {
    const { gates } = await view.gates.list({ runId });
    return gates.length > 0 && gates;
  });
  expect(gate).toMatchObject({ runId, role: 'release-manager' });
  const run = await view.runs.get(runId);
  expect(run).toEqual(await ada.runs.get(runId));
  const wanted = { submittedBy: 'ada', since: run.submittedAt, plan: 'asking', state: 'waiting' } as const;
  expect((await view.runs.list(wanted)).runs).toMatchObject([{ runId, sequence: run.sequence }]);

  // What waits for one person: the one who submitted the run cannot decide it.
  expect((await ada.gates.list({ mine: true })).gates).toEqual([]);
  expect((await grace.gates.list({ mine: true })).gates).toEqual([gate]);
  await expect(view.gates.list({ mine: true })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(grace.gates.list({ mine: true, state: 'decided' })).rejects.toMatchObject({
    fields: { pointer: '/mine' },
  });

  // Read your writes, and no further.
  const { sequence } = run;
  expect((await view.runs.list({ minSequence: sequence })).runs).toHaveLength(1);
  const beyond = { code: 'INVALID_REQUEST', fields: { pointer: '/minSequence' } };
  await expect(view.runs.list({ minSequence: sequence + 1 })).rejects.toMatchObject(beyond);
  await expect(view.gates.list({ minSequence: sequence + 1 })).rejects.toMatchObject(beyond);

  const { daemons } = await view.fleet.daemons();
  expect(daemons).toMatchObject([{ instance: 'one', skills: [{ name: 'sleep' }] }]);
  expect((await view.fleet.skills()).skills).toMatchObject([{ name: 'sleep', waiting: 0, versions: [{ daemons: 1 }] }]);
  const ends = await view.fleet.streams();
  expect(ends.map(({ stream }) => stream)).toEqual(['RUN_EVENTS', 'JOB_EVENTS', 'JOB_LOGS', 'LAW_EVENTS']);
  expect(ends[0]).toEqual({ stream: 'RUN_EVENTS', apiPrefix: 'DOME.API', first: 1, last: sequence });
  expect((await view.environments.list()).environments).toMatchObject([{ name: 'staging' }]);
  expect((await view.law.list({ kind: 'policy' })).documents).toHaveLength(1);

  // The broker refuses everything else.
  await expect(view.runs.cancel({ runId, reason: 'no' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(view.gates.get({ runId, gate: 'release' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(view.skills.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
