import { expect, test } from 'vitest';

import { connectBus, createPublisher } from '@dome/bus';
import { DomeError } from '@dome/contracts';
import { eventually, startTcpProxy } from '@dome/testkit';

import type { Publication, Published } from '../src/publication.ts';
import type { StoreTrouble } from '../src/publisher-options.ts';
import { bytes, startTestBus } from './broker.ts';

const payload = bytes('{"some":"work"}');

async function streamed(bus: Awaited<ReturnType<typeof startTestBus>>): Promise<string[]> {
  const { state } = await bus.jsm.streams.info('S');
  const ids: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await bus.jsm.streams.getMessage('S', { seq });
    if (message !== null) ids.push(message.header.get('Nats-Msg-Id'));
  }
  return ids;
}

async function busWithStream(): Promise<Awaited<ReturnType<typeof startTestBus>>> {
  const bus = await startTestBus();
  await bus.jsm.streams.add({ name: 'S', subjects: ['s.>'] });
  return bus;
}

test('a write under a met expectation is stored, under another it is a conflict', async () => {
  await using bus = await busWithStream();
  await using publisher = createPublisher(bus.nc);
  const chain = (messageId: string, sequence: number): Promise<Published> =>
    publisher.publish({
      subject: `s.job.${messageId}`,
      payload,
      messageId,
      expectLast: { filter: 's.job.*', sequence },
    });

  expect(await chain('started', 0)).toEqual({ status: 'stored', stream: 'S', sequence: 1, again: false });
  expect(await chain('other', 0)).toEqual({ status: 'conflict' });
  expect(await chain('done', 1)).toEqual({ status: 'stored', stream: 'S', sequence: 2, again: false });
});

test('writes whose answers are lost are stored once, and each reports it', async () => {
  await using bus = await busWithStream();
  await using proxy = await startTcpProxy(bus.server.port);
  const nc = await connectBus({ servers: proxy.url, name: 'lossy' });
  const publisher = createPublisher(nc, { ackTimeoutMs: 300 });
  await publisher.publish({ subject: 's.first', payload, messageId: 'first' });

  proxy.loseAnswers();
  const writes = Array.from({ length: 50 }, (_, i) =>
    publisher.publish({
      subject: `s.job${i}.started`,
      payload,
      messageId: `m${i}`,
      expectLast: { filter: `s.job${i}.*`, sequence: 0 },
    }),
  );
  await eventually(() => proxy.lostMessages() >= 50);
  proxy.cut();
  proxy.passAnswers();

  for (const result of await Promise.all(writes)) {
    expect(result).toMatchObject({ status: 'stored', stream: 'S', again: true });
  }
  const ids = await streamed(bus);
  expect(ids).toHaveLength(51);
  expect(new Set(ids).size).toBe(51);
  await publisher[Symbol.asyncDispose]();
  await nc.close();
});

function claim(job: string, messageId: string): Publication {
  return { subject: `s.${job}.started`, payload, messageId, expectLast: { filter: `s.${job}.*`, sequence: 0 } };
}

test('after an ambiguous write the loser of the race learns that it lost, and the winner that it won', async () => {
  await using bus = await busWithStream();
  await using proxy = await startTcpProxy(bus.server.port);
  const nc = await connectBus({ servers: proxy.url, name: 'lossy' });
  const lossy = createPublisher(nc, { ackTimeoutMs: 300 });
  await using sound = createPublisher(bus.nc);
  await sound.publish(claim('lost', 'rival'));

  proxy.loseAnswers();
  const won = lossy.publish(claim('won', 'mine'));
  const lost = lossy.publish(claim('lost', 'mine-too'));
  await eventually(() => proxy.lostMessages() >= 2);
  expect(await sound.publish(claim('won', 'late-rival'))).toEqual({ status: 'conflict' });
  proxy.passAnswers();

  expect(await won).toMatchObject({ status: 'stored', sequence: 2, again: true });
  expect(await lost).toEqual({ status: 'conflict' });
  await publisherGone(lossy, nc);
});

async function publisherGone(publisher: AsyncDisposable, nc: { close(): Promise<void> }): Promise<void> {
  await publisher[Symbol.asyncDispose]();
  await nc.close();
}

const ACCOUNTS = `
accounts {
  RUNTIME: { jetstream: enabled, users: [{ user: runtime, password: x }], exports: [{ service: "s.>" }] }
  CONTROL: { users: [{ user: control, password: x }], imports: [{ service: { account: RUNTIME, subject: "s.>" } }] }
}
no_auth_user: runtime`;

test('a write into another account whose answer is lost is stored once', async () => {
  await using bus = await startTestBus({ config: ACCOUNTS });
  await bus.jsm.streams.add({ name: 'S', subjects: ['s.>'] });
  await using proxy = await startTcpProxy(bus.server.port);
  const nc = await connectBus({ servers: proxy.url, name: 'lossy', user: 'control', password: 'x' });
  const publisher = createPublisher(nc, { ackTimeoutMs: 200 });
  proxy.loseAnswers();
  const writes = Array.from({ length: 20 }, (_, i) =>
    publisher.publish({ subject: `s.${i}`, payload, messageId: `c${i}` }),
  );
  await eventually(() => proxy.lostMessages() >= 20);
  proxy.passAnswers();
  for (const [i, result] of (await Promise.all(writes)).entries()) {
    expect(result).toEqual({ status: 'stored', stream: 'S', sequence: i + 1, again: true });
  }
  expect((await bus.jsm.streams.info('S')).state.messages).toBe(20);
  await publisherGone(publisher, nc);
});

test('nothing is lost or doubled when the server is killed and restarted during work', async () => {
  await using bus = await busWithStream();
  await using publisher = createPublisher(bus.nc, { windowMax: 64, ackTimeoutMs: 500 });
  const total = 3_000;
  let stored = 0;
  const writes = Array.from({ length: total }, (_, i) =>
    publisher.publish({ subject: `s.w.${i}`, payload, messageId: `w${i}` }).then((result) => {
      stored++;
      return result;
    }),
  );
  await eventually(() => stored > 200, { stepMs: 1 });
  await bus.server.kill();
  expect(stored).toBeLessThan(total);
  await bus.server.start();
  await Promise.all(writes);

  const info = await eventually(async () => await bus.jsm.streams.info('S'));
  expect(info.state.messages).toBe(total);
});

test('a server paused for longer than the ack time-out stores each write once', async () => {
  await using bus = await busWithStream();
  await using publisher = createPublisher(bus.nc, { ackTimeoutMs: 200 });
  await bus.server.pause();
  const writes = Array.from({ length: 20 }, (_, i) =>
    publisher.publish({
      subject: `s.j${i}.done`,
      payload,
      messageId: `d${i}`,
      expectLast: { filter: `s.j${i}.*`, sequence: 0 },
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 700)); // the time that passes is what is tested
  bus.server.resume();
  for (const result of await Promise.all(writes)) expect(result.status).toBe('stored');
  expect((await bus.jsm.streams.info('S')).state.messages).toBe(20);
});

test('the window bounds the writes in flight, and the rest follows in order', async () => {
  await using bus = await busWithStream();
  await using publisher = createPublisher(bus.nc, { windowMax: 4 });
  const before = bus.nc.stats().outMsgs;
  await bus.server.pause();
  const writes = Array.from({ length: 100 }, (_, i) =>
    publisher.publish({ subject: 's.o', payload, messageId: `o${i}` }),
  );
  // What one turn of the event loop sends goes out at its end.
  await new Promise(setImmediate);
  expect(bus.nc.stats().outMsgs - before).toBe(4);
  expect(publisher.pending).toBe(100);
  bus.server.resume();
  await Promise.all(writes);
  expect(await streamed(bus)).toEqual(Array.from({ length: 100 }, (_, i) => `o${i}`));
});

test('bad input is refused before it is sent and costs no connection', async () => {
  await using bus = await busWithStream();
  await using publisher = createPublisher(bus.nc);
  const code = async (change: object): Promise<string> => {
    const write = { subject: 's.a', payload, messageId: 'x', ...change };
    const error = await publisher.publish(write).catch((thrown: unknown) => thrown);
    return error instanceof DomeError ? error.code : String(error);
  };
  const before = bus.nc.stats().outMsgs;
  expect(await code({ payload: new Uint8Array(1_048_577) })).toBe('PAYLOAD_TOO_LARGE');
  for (const subject of ['s.*', 's.>', 's..a', '.s', 's.', 's. a', 's.\0', `s.${'x'.repeat(5_000)}`]) {
    expect(await code({ subject })).toBe('INVALID_REQUEST');
  }
  expect(await code({ messageId: 'a\r\nNats-Rollup: all' })).toBe('INVALID_REQUEST');
  expect(await code({ ttlSeconds: 1.5 })).toBe('INVALID_REQUEST');
  expect(bus.nc.stats().outMsgs).toBe(before);
  expect(await publisher.publish({ subject: 's.a', payload, messageId: 'good' })).toMatchObject({ status: 'stored' });
});

test('a write that nobody stores ends at its deadline and says that it may have been stored', async () => {
  await using bus = await startTestBus();
  await using publisher = createPublisher(bus.nc);
  const write = publisher.publish({ subject: 'nowhere.a', payload, messageId: 'n', deadlineMs: 300 });
  await expect(write).rejects.toMatchObject({ code: 'UNAVAILABLE', fields: { ambiguous: true } });

  const aborted = publisher.publish({
    subject: 'nowhere.b',
    payload,
    messageId: 'b',
    signal: AbortSignal.timeout(50),
  });
  await expect(aborted).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a full stream is OUT_OF_SPACE, a subject that the user may not publish is FORBIDDEN', async () => {
  await using bus = await startTestBus({
    config: `authorization { users: [
      { user: all, password: all }
      { user: few, password: few, permissions: { publish: ["s.>", "$JS.API.>"], subscribe: "_INBOX.>" } }
    ] }
    no_auth_user: all`,
  });
  await bus.jsm.streams.add({ name: 'S', subjects: ['s.>', 't.>'], max_msgs: 1, discard: 'new' });
  const nc = await connectBus({ servers: bus.server.url, name: 'few', user: 'few', password: 'few' });
  const publisher = createPublisher(nc);
  await publisher.publish({ subject: 's.a', payload, messageId: '1' });
  await expect(publisher.publish({ subject: 's.b', payload, messageId: '2' })).rejects.toMatchObject({
    code: 'OUT_OF_SPACE',
  });
  await expect(publisher.publish({ subject: 't.a', payload, messageId: '3' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await publisherGone(publisher, nc);
});

test('a server that has reached its limit refuses at once, and takes the next write when there is space again', async () => {
  await using bus = await startTestBus({ storeBytesMax: 1_000_000 });
  await bus.jsm.streams.add({ name: 'FULL', subjects: ['full.>'], discard: 'old' });
  await bus.jsm.streams.add({ name: 'OTHER', subjects: ['other.>'], discard: 'new' });
  await using publisher = createPublisher(bus.nc);
  const write = (subject: string, messageId: string, size = 100): Promise<unknown> =>
    publisher.publish({ subject, payload: new Uint8Array(size), messageId });
  for (let at = 0; at < 2; at += 1) await write('full.a', `f${at}`, 500_000);
  // The limit is the server's: even a stream that discards its oldest, and an empty one, are refused.
  const startedMs = performance.now();
  for (const subject of ['full.a', 'other.a']) {
    await expect(write(subject, 'refused')).rejects.toMatchObject({ code: 'OUT_OF_SPACE' });
  }
  expect(performance.now() - startedMs).toBeLessThan(4_000);
  await bus.jsm.streams.purge('FULL');
  await expect(write('other.a', 'again')).resolves.toMatchObject({ status: 'stored' });
});

test('a write that a connected server does not answer fails after so many ack time-outs, and that is reported', async () => {
  await using bus = await startTestBus();
  // Like a stream whose disk failed: the message is received, and nobody answers.
  bus.nc.subscribe('dead.>', { callback: () => undefined });
  const troubles: StoreTrouble[] = [];
  const onTrouble = (trouble: StoreTrouble): void => void troubles.push(trouble);
  await using publisher = createPublisher(bus.nc, { ackTimeoutMs: 100, silencesMax: 3, onTrouble });
  const write = publisher.publish({ subject: 'dead.a', payload, messageId: 'd' });
  await expect(write).rejects.toMatchObject({ code: 'UNAVAILABLE', fields: { ambiguous: true } });
  expect(troubles).toEqual(Array.from({ length: 3 }, () => ({ kind: 'silent', subject: 'dead.a' })));
  // "No responders" is an answer, as for a stream without a leader: the write is retried until its deadline.
  const absent = publisher.publish({ subject: 'nobody.a', payload, messageId: 'n', deadlineMs: 1_000 });
  await expect(absent).rejects.toMatchObject({ message: expect.stringContaining('before the deadline') });
  expect(troubles).toHaveLength(3);
});

test('drain accepts no more and waits for what was accepted', async () => {
  await using bus = await busWithStream();
  const publisher = createPublisher(bus.nc, { windowMax: 2 });
  const writes = Array.from({ length: 10 }, (_, i) =>
    publisher.publish({ subject: 's.d', payload, messageId: `d${i}` }),
  );
  const drained = publisher.drain();
  await expect(publisher.publish({ subject: 's.d', payload, messageId: 'late' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  await drained;
  expect(publisher.pending).toBe(0);
  expect((await Promise.all(writes)).every((result) => result.status === 'stored')).toBe(true);
});
