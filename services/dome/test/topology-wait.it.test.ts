// A cluster starts everything at once: a replica waits for what provisioning makes, says what that is, and goes on by
// itself.
import { fileURLToPath } from 'node:url';

import { applyTopology, declaredTopology } from '@dome/bus/provision';
import { eventually, startControl, startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

const lawDir = fileURLToPath(new URL('../../../examples/law', import.meta.url));
const waiting = { lawDir, until: 'a start waits' } as const;

test('a replica waits for its topology with one line that names it and its cure, and starts once it is there', async () => {
  await using server = await startPlanesServer({ provision: false });
  await using replica = await startControl({ server, ...waiting });
  const lines = () => replica.log.filter(({ msg }) => msg === 'a start waits');
  expect(lines()).toEqual([
    expect.objectContaining({
      level: 'warn',
      waitsFor: 'topology',
      err: expect.objectContaining({ code: 'TOPOLOGY_MISSING', message: expect.stringContaining('LAW_EVENTS') }),
      hint: expect.stringContaining('dome topology apply'),
    }),
  ]);
  const overrides = { storeBytesMax: server.server.storeBytesMax };
  for (const account of ['DOMED', 'DOME'] as const)
    await applyTopology(
      await server.connectAs(`${account.toLowerCase()}-provisioner`),
      declaredTopology({ account, overrides }),
    );
  await eventually(() => replica.log.some(({ msg }) => msg === 'dome is ready'));
  await replica.stop();
});

test('a signal ends the wait for a topology in good order', async () => {
  await using server = await startPlanesServer({ provision: false });
  await using replica = await startControl({ server, ...waiting });
  await replica.stop();
});
