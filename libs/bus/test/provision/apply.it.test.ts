import { expect, test } from 'vitest';

import { applyTopology, declaredTopology, diffTopology } from '@dome/bus/provision';
import type { TopologyDifference } from '@dome/bus/provision';

import { topologyItems } from '../../src/provision/topology.ts';
import type { TopologyDeclaration } from '../../src/provision/topology.ts';
import { startTestBus } from '../broker.ts';

const declaration: TopologyDeclaration = {
  streams: [
    {
      name: 'COMMANDS',
      description: 'work',
      subjects: ['cmd.>'],
      retention: 'workqueue',
      discard: 'new',
      storage: 'file',
      maxMessageBytes: 1_048_576,
      duplicateWindowMs: 120_000,
      maxAgeMs: 86_400_000,
      allowDirect: false,
      metadata: { owner: 'dome' },
    },
    {
      name: 'EVENTS',
      subjects: ['evt.>'],
      retention: 'limits',
      discard: 'new',
      allowDirect: true,
      compression: 's2',
      republish: { source: 'evt.>', destination: 'live.>' },
    },
  ],
  buckets: [
    { name: 'ledger', maxAgeMs: 86_400_000, perKeyTtl: false },
    { name: 'leases', perKeyTtl: true },
  ],
  objectStores: [{ name: 'artifacts', maxBytes: 1_000_000 }],
  consumers: [
    { stream: 'COMMANDS', durable: 'work', filter: 'cmd.a.>', ackWaitMs: 3_000, maxDeliver: -1, maxAckPending: -1 },
  ],
};

const actions = (differences: readonly TopologyDifference[]): string[] =>
  differences.map(({ kind, name, action }) => `${kind} ${name} ${action}`);

test('what is missing is created, and applying again changes nothing', async () => {
  await using bus = await startTestBus();
  const told: string[] = [];
  await applyTopology(bus.nc, declaration, { onChange: ({ name, action }) => told.push(`${name} ${action}`) });
  expect(told).toEqual([
    'COMMANDS create',
    'EVENTS create',
    'ledger create',
    'leases create',
    'artifacts create',
    'COMMANDS/work create',
  ]);
  const again = await applyTopology(bus.nc, declaration);
  expect(again.every(({ action }) => action === 'unchanged')).toBe(true);
  const info = await bus.jsm.streams.info('KV_leases');
  expect(info.config).toMatchObject({ allow_direct: false, allow_msg_ttl: true, max_msgs_per_subject: 1 });
});

test('a difference names the field, is applied in place, and leaves undeclared settings alone', async () => {
  await using bus = await startTestBus();
  await applyTopology(bus.nc, declaration);
  await bus.jsm.streams.update('EVENTS', { max_bytes: 5_000_000, metadata: { theirs: 'kept' } });
  const changed: TopologyDeclaration = {
    streams: [{ name: 'EVENTS', subjects: ['evt.>', 'more.>'], maxAgeMs: 600_000, metadata: { owner: 'dome' } }],
    consumers: [{ stream: 'COMMANDS', durable: 'work', ackWaitMs: 9_000 }],
  };
  const [events, work] = await diffTopology(bus.nc, changed);
  expect(events).toMatchObject({ action: 'update' });
  expect(events?.changes).toEqual([
    { field: 'subjects', from: ['evt.>'], to: ['evt.>', 'more.>'] },
    { field: 'max_age', from: 0, to: 600_000_000_000 },
    { field: 'metadata.owner', from: undefined, to: 'dome' },
  ]);
  expect(work?.changes).toEqual([{ field: 'ack_wait', from: 3_000_000_000, to: 9_000_000_000 }]);

  await applyTopology(bus.nc, changed);
  expect(actions(await diffTopology(bus.nc, changed))).toEqual([
    'stream EVENTS unchanged',
    'consumer COMMANDS/work unchanged',
  ]);
  const { config } = await bus.jsm.streams.info('EVENTS');
  expect(config).toMatchObject({
    max_bytes: 5_000_000,
    compression: 's2',
    metadata: { theirs: 'kept', owner: 'dome' },
  });
});

test('a change that cannot be made in place is refused, and nothing is deleted', async () => {
  await using bus = await startTestBus();
  await applyTopology(bus.nc, declaration);
  await bus.nc.request('evt.a', 'kept');
  const drifted: TopologyDeclaration = {
    streams: [
      { name: 'EVENTS', subjects: ['evt.>'], storage: 'memory' },
      { name: 'COMMANDS', subjects: ['cmd.>'], retention: 'limits' },
    ],
    consumers: [{ stream: 'COMMANDS', durable: 'work', ackPolicy: 'none' }],
  };
  expect(actions(await diffTopology(bus.nc, drifted))).toEqual([
    'stream EVENTS refuse',
    'stream COMMANDS refuse',
    'consumer COMMANDS/work refuse',
  ]);
  await expect(applyTopology(bus.nc, drifted)).rejects.toMatchObject({ code: 'TOPOLOGY_DRIFT' });
  expect((await bus.jsm.streams.info('EVENTS')).state.messages).toBe(1);
  expect((await bus.jsm.streams.info('EVENTS')).config.storage).toBe('file');
});

test('two that provision at once both succeed', async () => {
  await using bus = await startTestBus();
  await Promise.all(Array.from({ length: 6 }, () => applyTopology(bus.nc, declaration)));
  expect((await diffTopology(bus.nc, declaration)).every(({ action }) => action === 'unchanged')).toBe(true);
});

test('the loser of a race to create something else compares again and updates it', async () => {
  await using bus = await startTestBus();
  for (const round of [1, 2, 3, 4]) {
    const variants = ['one', 'two', 'three'].map((description) => ({
      streams: [{ name: `R${round}`, subjects: [`r${round}.>`], description }],
      consumers: [{ stream: `R${round}`, durable: 'd', description }],
    }));
    await Promise.all(variants.map((variant) => applyTopology(bus.nc, variant)));
    const left = await Promise.all(variants.map((variant) => diffTopology(bus.nc, variant)));
    expect(left.some(([stream]) => stream?.action === 'unchanged')).toBe(true);
  }
});

test('the broker then has every setting that the contract declares', async () => {
  await using bus = await startTestBus();
  const skills = [{ pool: 'default', skill: 'lint' }];
  for (const account of ['DOMED', 'DOME'] as const) {
    const declared = declaredTopology({ account, skills, overrides: { storeBytes: 256 * MIB } });
    await applyTopology(bus.nc, declared);
    for (const item of topologyItems(declared)) {
      const { config } =
        item.kind === 'consumer'
          ? await bus.jsm.consumers.info(item.stream, item.durable)
          : await bus.jsm.streams.info(item.config.name);
      for (const [setting, value] of Object.entries(item.config)) {
        const isBlank = value === false || value === 0;
        const held: unknown = Reflect.get(config, setting);
        if (isBlank) expect(held ?? value, `${item.name} ${setting}`).toEqual(value);
        else expect({ [setting]: held }, item.name).toMatchObject({ [setting]: value });
      }
    }
  }
});

const MIB = 1_048_576;

test('a server that cannot keep the declared space free says so before anything is lost, and what fits is made', async () => {
  await using bus = await startTestBus({ storeBytesMax: 256 * MIB });
  const refused = applyTopology(bus.nc, declaredTopology({ account: 'DOMED' }));
  await expect(refused).rejects.toMatchObject({
    code: 'OUT_OF_SPACE',
    message: expect.stringContaining('cannot keep 1 GiB free for the stream SKILL_COMMANDS'),
    fields: { hint: expect.stringContaining('max_file_store'), kind: 'stream', name: 'SKILL_COMMANDS' },
  });
  for (const account of ['DOMED', 'DOME'] as const) {
    const fitting = declaredTopology({ account, overrides: { storeBytes: 256 * MIB } });
    await applyTopology(bus.nc, fitting);
    expect((await diffTopology(bus.nc, fitting)).map(({ action }) => action)).not.toContain('create');
  }
});
