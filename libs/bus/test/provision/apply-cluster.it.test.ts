import { expect, test } from 'vitest';

import { connectBus } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';
import { eventually, startTestCluster } from '@dome/testkit';

import type { TopologyDeclaration } from '../../src/provision/topology.ts';

const declared = (name: string, replicas: number): TopologyDeclaration => ({
  streams: [{ name, subjects: [`${name}.>`], retention: 'limits', discard: 'new', storage: 'file', replicas }],
  buckets: [],
  objectStores: [],
  consumers: [],
});

test('a cluster with fewer servers than replicas has no place now, which is no drift', async () => {
  await using cluster = await startTestCluster('');
  const urls = [...cluster.values()].map(({ url }) => url);
  const nc = await connectBus({ servers: urls.join(','), name: 'test', inboxPrefix: '_INBOX_test' });
  try {
    // They answer before all of them know that all are there.
    await eventually(() => applyTopology(nc, declared('THREE', 3)), { timeoutMs: 20_000 });
    await expect(applyTopology(nc, declared('FIVE', 5))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      fields: { hint: expect.stringContaining('as many servers as replicas'), kind: 'stream', name: 'FIVE' },
    });
  } finally {
    await nc.close();
  }
});
