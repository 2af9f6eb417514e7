import { expect, test } from 'vitest';

import { BUCKETS, OBJECT_STORES, STREAMS } from '@dome/contracts';

import { startPlanesServer } from '../src/planes-server.ts';

async function streamNames(nc: { request: (subject: string) => Promise<{ json: () => unknown }> }): Promise<unknown> {
  const answer = (await nc.request('$JS.API.STREAM.NAMES')).json();
  return typeof answer === 'object' && answer !== null && 'streams' in answer ? answer.streams : answer;
}

test('both planes hold their own streams, and each user gets in', async () => {
  await using planes = await startPlanesServer({ people: ['ada'], skills: [{ pool: 'default', skill: 'echo' }] });
  const domed = await planes.connectAs('domed-provisioner');
  const dome = await planes.connectAs('dome-provisioner');
  const { RUN_EVENTS, LAW_EVENTS, ...runtime } = STREAMS;
  const { dome_environments: turns, ...buckets } = BUCKETS;
  const hidden = [
    ...Object.keys(buckets).map((name) => `KV_${name}`),
    ...Object.keys(OBJECT_STORES).map((name) => `OBJ_${name}`),
  ];
  expect(await streamNames(domed)).toEqual([...Object.keys(runtime), ...hidden].toSorted());
  expect(await streamNames(dome)).toEqual([`KV_${turns}`, LAW_EVENTS, RUN_EVENTS]);
  for (const user of ['domed', 'dome', 'ada', 'view', 'system', 'tap-people']) {
    const nc = await planes.connectAs(user);
    expect(nc.isClosed()).toBe(false);
  }
});

test('a stranger and a wrong name do not get in', async () => {
  await using planes = await startPlanesServer({ people: ['ada'], provision: false });
  await expect(planes.connectAs('mallory')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
