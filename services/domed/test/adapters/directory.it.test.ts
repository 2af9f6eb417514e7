import { announceLease, createPublisher } from '@dome/bus';
import { BUCKETS, CLOCKS } from '@dome/contracts';
import { createLogger } from '@dome/runtime';
import { createManualClock, startPlanesServer } from '@dome/testkit';
import { expect, it } from 'vitest';

import { createDescriptorStore, createDirectory } from '../../src/adapters/capabilities.ts';
import { announcementKey, announcementOf } from '../../src/discovery/bindings.ts';
import { loadedSkill } from '../support/commands.ts';

const logger = createLogger({ name: 'domed', level: 'silent' });

it('knows who else announces the same words, and when that was last heard', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock();
  const openedMs = clock.now();
  using directory = createDirectory(nc, { publisher, clock, logger, everyMs: 3_600_000, instance: 'own' });
  const skill = loadedSkill();
  const announce = (instance: string) =>
    announceLease({
      ...{ bucket: BUCKETS.domed_capabilities, key: announcementKey(skill, { pool: 'default', instance }) },
      value: Buffer.from(
        JSON.stringify(announcementOf(skill, { pool: 'default', slots: 1, instance, nowMs: openedMs })),
      ),
      ...{ ttlSeconds: 60, publisher },
    });
  const read = async () => {
    clock.advance(1_000);
    await directory.freshen(0);
    return directory.elsewhere({ pool: 'default', name: skill.descriptor.name, ...skill });
  };

  await using _own = await announce('own');
  expect(await read()).toEqual({ isServed: false, lastMs: openedMs });
  await using other = await announce('other');
  expect(await read()).toEqual({ isServed: true, lastMs: openedMs + 2_000 });
  await other.withdraw();
  expect(await read()).toEqual({ isServed: false, lastMs: openedMs + 2_000 });
  expect(directory.elsewhere({ pool: 'another', name: skill.descriptor.name, ...skill }).isServed).toBe(false);
});

it('answers from its copy for as long as a lease while the announcements cannot be read, but not that there is none', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock();
  using directory = createDirectory(nc, { publisher, clock, logger, everyMs: 3_600_000, instance: 'own' });
  const skill = loadedSkill();
  await using _own = await announceLease({
    ...{ bucket: BUCKETS.domed_capabilities, key: announcementKey(skill, { pool: 'default', instance: 'own' }) },
    value: Buffer.from(
      JSON.stringify(announcementOf(skill, { pool: 'default', slots: 1, instance: 'own', nowMs: clock.now() })),
    ),
    ...{ ttlSeconds: 60, publisher },
  });
  clock.advance(1_000);
  await directory.freshen(500);
  expect(directory.list()).toHaveLength(1);
  const descriptors = createDescriptorStore(nc, publisher);
  await descriptors.put(skill.descriptorDigest, skill.descriptor, new AbortController().signal);

  await planes.server.pause();
  using _going = { [Symbol.dispose]: () => planes.server.resume() };
  clock.advance(10_000);
  const near = directory.freshen(500);
  clock.advance(1_000);
  await near;
  expect(await descriptors.get(skill.descriptorDigest)).toEqual(skill.descriptor);
  expect(directory.list()).toHaveLength(1);
  await expect(directory.freshen(0)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  clock.advance(CLOCKS.capabilityLeaseMs);
  await expect(directory.freshen(500)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
