import { applyTopology, declaredTopology } from '@dome/bus/provision';
import { startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { connectBus } from '../src/connection.ts';
import { requireTopology } from '../src/require-topology.ts';
import { startTestBus } from './broker.ts';

const ENGINE = { stream: 'RUN_EVENTS', durable: 'dome-engine' } as const;
const RUNS = { stream: 'JOB_EVENTS', durable: 'dome-runs', apiPrefix: 'DOMED.API' } as const;
const NEEDS = { account: 'DOME', durables: [RUNS, ENGINE] } as const;

test('all that is missing is named at once, with the users who make it, until nothing is missing', async () => {
  await using server = await startPlanesServer({ provision: false });
  const nc = await server.connectAs('dome');
  await expect(requireTopology(nc, NEEDS)).rejects.toMatchObject({
    code: 'TOPOLOGY_MISSING',
    message:
      'The broker lacks the stream RUN_EVENTS, the stream LAW_EVENTS, the bucket dome_environments, ' +
      'the durable dome-runs on JOB_EVENTS, the durable dome-engine on RUN_EVENTS.',
    hint: expect.stringContaining('`dome topology apply` as dome-provisioner and as domed-provisioner'),
  });
  const overrides = { storeBytesMax: server.server.storeBytesMax };
  await applyTopology(await server.connectAs('dome-provisioner'), declaredTopology({ account: 'DOME', overrides }));
  await expect(requireTopology(nc, NEEDS)).rejects.toMatchObject({
    message: 'The broker lacks the durable dome-runs on JOB_EVENTS.',
    hint: expect.stringMatching(/as domed-provisioner;/),
  });
  await applyTopology(await server.connectAs('domed-provisioner'), declaredTopology({ account: 'DOMED', overrides }));
  await requireTopology(nc, NEEDS);
  await requireTopology(await server.connectAs('domed'), { account: 'DOMED', durables: [] });
});

test('a right that is missing is no stream that is missing', async () => {
  await using bus = await startTestBus({
    config: `authorization { users: [
      { user: all, password: x }
      { user: dome, password: x, permissions: {
        publish: { deny: "$JS.API.STREAM.INFO.LAW_EVENTS" } } }
    ] }
    no_auth_user: all`,
  });
  await using nc = await connectBus({ servers: bus.server.url, name: 'dome', user: 'dome', password: 'x' });
  await expect(requireTopology(nc, NEEDS)).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: 'The broker does not allow this user a publish on $JS.API.STREAM.INFO.LAW_EVENTS.',
    hint: expect.stringContaining('dome accounts render'),
  });
});
