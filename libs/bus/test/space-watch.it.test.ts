import { createPublisher, createSpaceWatch } from '@dome/bus';
import { applyTopology, declaredTopology } from '@dome/bus/provision';
import { STREAMS, subjects } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { bytes, startTestBus } from './broker.ts';

const needed = [STREAMS.RUN_EVENTS];
const subject = subjects.runEvent({ plan: 'p', runId: 'p-aaaaaaaa', phase: 'submitted' });

async function watched() {
  const bus = await startTestBus();
  const overrides = { storeBytesMax: bus.server.storeBytesMax };
  await applyTopology(bus.nc, declaredTopology({ account: 'DOME', overrides }));
  const told: string[] = [];
  const tell = (fields: object, message: string): void => void told.push(`${message} ${JSON.stringify(fields)}`);
  const ignore = (): void => undefined;
  const logger = { debug: ignore, warn: ignore, info: tell, error: tell };
  const changes: boolean[] = [];
  const watch = createSpaceWatch(bus.nc, {
    account: 'DOME',
    logger,
    everyMs: 50,
    onChange: () => changes.push(watch.shortage(needed) !== undefined),
  });
  const publisher = createPublisher(bus.nc, { ackTimeoutMs: 100, onTrouble: watch.note });
  return { bus, told, watch, publisher, changes };
}

test('a stream that fills up is reported once for each crossing, by its figures alone', async () => {
  const { bus, told, watch, publisher, changes } = await watched();
  const write = (number: number): Promise<unknown> =>
    publisher.publish({ subject, payload: bytes(`${number}`), messageId: `w${number}` });
  await bus.jsm.streams.update(STREAMS.RUN_EVENTS, { max_msgs: 20 });
  for (let number = 0; number < 16; number += 1) await write(number);
  await eventually(() => watch.current().some(({ state }) => state === 'high'));
  expect(watch.shortage(needed), 'an alarm refuses nothing').toBeUndefined();
  for (let number = 16; number < 20; number += 1) await write(number);
  await eventually(() => watch.shortage(needed)?.code === 'OUT_OF_SPACE');
  await bus.jsm.streams.purge(STREAMS.RUN_EVENTS);
  await eventually(() => watch.current().every(({ state }) => state === 'ok'));
  expect(told.map((line) => line.replace(/.*"state":"(\w+)".*/, '$1'))).toEqual(['high', 'full', 'ok']);
  expect(changes).toEqual([true, false]);
  watch[Symbol.dispose]();
  await publisher[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

test('a paused server counts as silent, and its first answer ends that, even if it stores nothing new', async () => {
  const { bus, watch, publisher } = await watched();
  const write = { subject, payload: bytes('once'), messageId: 'once' };
  await publisher.publish(write);
  await eventually(() => watch.current().some(({ bytes: held = 0 }) => held > 0));
  await bus.server.pause();
  // It is stored already: the answer will be a duplicate, and no sequence will grow.
  const again = publisher.publish(write);
  await eventually(() => watch.shortage(needed)?.message.includes('restart nats-server') === true);
  bus.server.resume();
  expect(await again).toMatchObject({ status: 'stored', again: true });
  await eventually(() => watch.shortage(needed) === undefined, { timeoutMs: 5_000 });
  watch[Symbol.dispose]();
  await publisher[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});
