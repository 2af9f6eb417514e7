import { expect, test } from 'vitest';

import { createPublisher, readLasts, readSubjects } from '@dome/bus';
import { applyTopology } from '@dome/bus/provision';

import { bytes, startTestBus, text } from './broker.ts';
import type { TestBus } from './broker.ts';

async function busWith(count: number, subjectOf: (n: number) => string): Promise<TestBus> {
  const bus = await startTestBus();
  await applyTopology(bus.nc, { streams: [{ name: 'E', subjects: ['evt.>'], allowDirect: true }] });
  const publisher = bus.keep(createPublisher(bus.nc));
  const writes = Array.from({ length: count }, (_, n) =>
    publisher.publish({ subject: subjectOf(n), payload: bytes(`${n}`), messageId: `${n}` }),
  );
  await Promise.all(writes);
  return bus;
}

test('subjects that hold messages are named once, with the last sequence of the stream', async () => {
  await using bus = await busWith(9, (n) => `evt.${n % 3}.${n % 2 === 0 ? 'a' : 'b'}`);
  const { subjects, lastSequence } = await readSubjects(bus.nc, { stream: 'E', filter: 'evt.*.a' });
  expect(subjects.toSorted()).toEqual(['evt.0.a', 'evt.1.a', 'evt.2.a']);
  expect(lastSequence).toBe(9);
  expect((await readSubjects(bus.nc, { stream: 'E', filter: 'evt.*.none' })).subjects).toEqual([]);
  await expect(readSubjects(bus.nc, { stream: 'NONE', filter: '>' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('the last message of each subject is read, even for more subjects than an answer holds', async () => {
  await using bus = await busWith(1_400, (n) => `evt.${n % 700}`);
  const subjects = Array.from({ length: 701 }, (_, n) => `evt.${n}`);
  const lasts = await readLasts(bus.nc, { stream: 'E', subjects, maxBytes: 4_096 });
  expect(lasts.map(({ payload }) => text(payload))).toEqual(Array.from({ length: 700 }, (_, n) => `${n + 700}`));
  expect(await readLasts(bus.nc, { stream: 'E', subjects: [] })).toEqual([]);
  expect(await readLasts(bus.nc, { stream: 'E', subjects: ['evt.none'] })).toEqual([]);
});
