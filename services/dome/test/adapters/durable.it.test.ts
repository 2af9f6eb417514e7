// The durables of the control plane, on a real server.
import { STREAMS, TOPOLOGY } from '@dome/contracts';
import { createLogger } from '@dome/runtime';
import { eventually, startPlanesServer } from '@dome/testkit';
import { jetstreamManager } from '@nats-io/jetstream';
import { expect, test } from 'vitest';

import { startDurable } from '../../src/adapters/durable.ts';

const WORK = { stream: STREAMS.RUN_EVENTS, durable: TOPOLOGY.consumers.domeEngine.durable };

test('a replica that has nothing to do is ready again after its durable was gone', async () => {
  await using server = await startPlanesServer({ people: ['ada'], skills: [] });
  const jsm = await jetstreamManager(await server.connectAs('dome-provisioner'));
  const { config } = await jsm.consumers.info(WORK.stream, WORK.durable);
  const faults: (string | undefined)[] = [];
  await using _durable = startDurable(await server.connectAs('dome'), {
    ...WORK,
    ackWaitMs: 30_000,
    inHandMax: 1,
    handle: () => expect.fail('nothing is there'),
    onFault: (fault) => void faults.push(fault),
    logger: createLogger({ name: 'dome', level: 'silent' }),
  });
  await jsm.consumers.delete(WORK.stream, WORK.durable);
  await eventually(() => faults.at(-1) !== undefined);
  await jsm.consumers.add(WORK.stream, config);
  // The broker is heard every five seconds where it has nothing to deliver.
  await eventually(() => faults.length > 0 && faults.at(-1) === undefined, { timeoutMs: 20_000 });
});
