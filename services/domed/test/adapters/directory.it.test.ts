import { announceLease, createPublisher } from '@dome/bus';
import { BUCKETS, CLOCKS, LIMITS } from '@dome/contracts';
import { createLogger } from '@dome/runtime';
import { NO_METERS, createPrometheusMeters } from '@dome/telemetry';
import { createManualClock, eventually, startPlanesServer, tapUser } from '@dome/testkit';
import { expect, it } from 'vitest';

import { createDescriptorStore, createDirectory } from '../../src/adapters/capabilities.ts';
import { announcementKey, announcementOf } from '../../src/discovery/announcement.ts';
import { loadedSkill } from '../support/commands.ts';

const logger = createLogger({ name: 'domed', level: 'silent' });
const TIMES = { everyMs: 3_600_000, leaseMs: CLOCKS.capabilityLeaseMs };

it('knows who else announces the same descriptor, and when it was last announced', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock();
  const openedMs = clock.now();
  using directory = createDirectory(nc, { clock, logger, meters: NO_METERS, ...TIMES, instance: 'own' });
  const skill = loadedSkill();
  const announce = (instance: string) =>
    announceLease({
      bucket: BUCKETS.domed_capabilities,
      key: announcementKey(skill, { pool: 'default', instance }),
      value: Buffer.from(
        JSON.stringify(announcementOf(skill, { pool: 'default', slots: 1, instance, nowMs: openedMs })),
      ),
      ttlSeconds: 60,
      publisher,
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

it('trusts an announcement for its lease by the broker’s time, whatever the bucket still holds', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock();
  using directory = createDirectory(nc, { clock, logger, meters: NO_METERS, ...TIMES, leaseMs: 500, instance: 'own' });
  const skill = loadedSkill();
  const of = { pool: 'default', instance: 'dead' };
  // Without a time to live the bucket keeps it for good, like a bucket that missed an expiry.
  await publisher.publish({
    subject: `$KV.${BUCKETS.domed_capabilities}.${announcementKey(skill, of)}`,
    payload: Buffer.from(JSON.stringify(announcementOf(skill, { ...of, slots: 1, nowMs: clock.now() }))),
    messageId: 'dead',
  });
  const read = async () => {
    clock.advance(1_000);
    await directory.freshen(0);
    return directory.list().length;
  };
  expect(await read()).toBe(1);
  await eventually(async () => (await read()) === 0);
  expect(directory.elsewhere({ pool: 'default', name: skill.descriptor.name, ...skill }).isServed).toBe(false);
});

it('answers from its copy for one lease while the announcements cannot be read, but never says that there is none', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock();
  using directory = createDirectory(nc, { clock, logger, meters: NO_METERS, ...TIMES, instance: 'own' });
  const skill = loadedSkill();
  await using _own = await announceLease({
    bucket: BUCKETS.domed_capabilities,
    key: announcementKey(skill, { pool: 'default', instance: 'own' }),
    value: Buffer.from(
      JSON.stringify(announcementOf(skill, { pool: 'default', slots: 1, instance: 'own', nowMs: clock.now() })),
    ),
    ttlSeconds: 60,
    publisher,
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

it('parses an invalid announcement once, logs it in one line, and rereads nothing that did not change', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock();
  const lines: string[] = [];
  const own = createLogger({ name: 'domed', level: 'warn', destination: { write: (line) => void lines.push(line) } });
  using directory = createDirectory(nc, { clock, logger: own, meters: NO_METERS, ...TIMES, instance: 'own' });
  const skill = loadedSkill();
  const of = { pool: 'default', instance: 'other' };
  const words = announcementOf(skill, { ...of, slots: 1, nowMs: clock.now() });
  let puts = 0;
  const put = (key: string, value: string) => {
    const message = { subject: `$KV.${BUCKETS.domed_capabilities}.${key}`, payload: Buffer.from(value) };
    return publisher.publish({ ...message, messageId: `${(puts += 1)}` });
  };
  await put(announcementKey(skill, of), JSON.stringify(words));
  for (let n = 0; n < 50; n += 1) await put(`default.fuzz.${n}`, '{"neither": "words"}');
  await put('default.fuzz.large', `${JSON.stringify(words)}${' '.repeat(LIMITS.announcementBytes)}`);

  const tap = await planes.connectAs(tapUser('DOMED'));
  const asked: string[] = [];
  const stream = `KV_${BUCKETS.domed_capabilities}`;
  const times = (what: string) => asked.filter((subject) => subject === `$JS.API.STREAM.${what}.${stream}`).length;
  tap.subscribe('$JS.API.STREAM.*.>', { callback: (_error, { subject }) => void asked.push(subject) });
  await tap.flush();
  const read = async () => {
    clock.advance(2_000);
    await directory.freshen(0);
    return directory.list().map(({ announcement }) => announcement);
  };
  expect(await read()).toEqual([words]);
  await eventually(() => times('MSG.GET') === 52);
  expect(times('INFO')).toBe(1);
  for (let n = 0; n < 5; n += 1) expect(await read()).toEqual([words]);
  await put('default.fuzz.0', 'no better than before');
  expect(await read()).toEqual([words]);
  await eventually(() => times('MSG.GET') === 53);
  expect(times('INFO')).toBe(7);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      msg: 'announcements that cannot be read are left out',
      unreadable: 51,
      key: expect.stringMatching(/^default\.fuzz/),
    },
    { unreadable: 1, key: 'default.fuzz.0', revision: 53 },
  ]);
});

it('logs once a second that the announcements cannot be read, however many ask', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  const clock = createManualClock();
  const lines: string[] = [];
  const own = createLogger({ name: 'domed', level: 'warn', destination: { write: (line) => void lines.push(line) } });
  using directory = createDirectory(nc, { clock, logger: own, meters: NO_METERS, ...TIMES, instance: 'own' });
  await directory.freshen(0);
  await nc.close();
  clock.advance(1_000);
  for (let n = 0; n < 20; n += 1) await directory.freshen(500);
  clock.advance(1_000);
  await directory.freshen(500);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'announcements cannot be read now', times: 1 },
    { times: 20 },
  ]);
});

it('says and counts each list of drains that cannot be read, and shows the versions as not drained', async () => {
  await using planes = await startPlanesServer();
  const nc = await planes.connectAs('domed');
  await using publisher = createPublisher(nc);
  const clock = createManualClock();
  const lines: string[] = [];
  const own = createLogger({ name: 'domed', level: 'warn', destination: { write: (line) => void lines.push(line) } });
  const meters = await createPrometheusMeters('domed', own);
  using directory = createDirectory(nc, { clock, logger: own, meters, ...TIMES, instance: 'own' });
  const skill = loadedSkill();
  const { name } = skill.descriptor;
  const of = { pool: 'default', instance: 'other' };
  const announced = announcementOf(skill, { ...of, slots: 1, nowMs: clock.now() });
  const put = async (subject: string, value: string) =>
    await publisher.publish({ subject, payload: Buffer.from(value), messageId: `${subject} ${value}` });
  await put(`$KV.${BUCKETS.domed_capabilities}.${announcementKey(skill, of)}`, JSON.stringify(announced));
  await put(`$KV.${BUCKETS.domed_drains}.default.${name}`, '{"versions": "all"}');
  for (let reading = 0; reading < 3; reading += 1) {
    clock.advance(2_000);
    await directory.freshen(0);
  }
  expect(directory.list().map(({ announcement }) => announcement)).toEqual([announced]);
  const msg = 'drained versions that cannot be read count as not drained';
  const said = { msg, level: 'warn', bucket: 'domed_drains', key: `default.${name}`, unreadable: 1 };
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ ...said, err: { code: 'INVALID_REQUEST' } }]);
  expect(lines).toHaveLength(1);
  const { text } = await meters.exposition();
  expect(text).toContain('dome_entries_unreadable_total{bucket="domed_drains"} 1\n');
  expect(text).toContain('dome_entries_unreadable_total{bucket="domed_capabilities"} 0\n');
});
