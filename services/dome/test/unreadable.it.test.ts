// A stream may store anything: the owner of a plane's credentials can write any bytes and headers, and the durables deliver
// them. Whatever they are, they are settled and counted, and the next messages are processed.
import { connect } from 'node:net';

import { STREAMS, TOPOLOGY } from '@dome/contracts';
import { eventually, openRawStreams, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { controlClientOf, startReplica } from './bench.ts';

const VERSION = 'NATS/1.0';
/** Header blocks that a broker stores, and that each client reads in its own way. */
const BLOCKS = [
  `${VERSION}\r\nX\t: y\r\n\r\n`,
  `${VERSION} 404 No Messages\r\nX\t: y\r\n\r\n`,
  `${VERSION} \r\n: y\r\n\r\n`,
  'HTTP/1.1 200 OK\r\nX\t: y\r\n\r\n',
  `${VERSION}\r\nno colon\r\n\r\n`,
  '\r\n\r\n',
];
/** Valid headers that a client takes for a status of the broker. */
const STATUSES = [`${VERSION} 100\r\n\r\n`, `${VERSION} 409 Consumer Deleted\r\n\r\n`];
const STORED = [...BLOCKS, ...STATUSES];
const MANY = 2_000;

test('an unreadable terminal is settled once, counted, and delays nothing', async () => {
  await using server = await startPlanesServer({ people: ['ada'] });
  await using _replica = await startReplica(server, 'dome-1');
  const ada = await controlClientOf(server, 'ada');
  const raw = await openRawStreams(server);
  const job = (n: number): string => `dome.evt.job.lint.other-aaaaaaaa.job-${n}.succeeded`;
  await publishRaw(server, 'domed', [
    ...STORED.map((block, n) => ({ subject: job(n), block })),
    ...Array.from({ length: MANY }, (_, n) => ({ subject: job(1_000 + n), block: BLOCKS[0] ?? '' })),
  ]);
  const sent = STORED.length + MANY;
  await eventually(async () => (await raw.count(STREAMS.JOB_EVENTS)) === sent);
  await eventually(() => pendingOf(raw, STREAMS.JOB_EVENTS, TOPOLOGY.consumers.domeRuns.durable), {
    timeoutMs: 20_000,
  });
  expect(await ada.health()).toMatchObject({ status: 'ok', counts: { undecodable: sent } });
});

test('a run event with unreadable headers is settled, and the next run proceeds', async () => {
  await using server = await startPlanesServer({ people: ['ada'] });
  const first = await startReplica(server, 'dome-1');
  const ada = await controlClientOf(server, 'ada');
  const raw = await openRawStreams(server);
  await publishRaw(
    server,
    'dome',
    STORED.map((block, n) => ({ subject: `dome.evt.run.other.stranger-${n}.submitted`, block })),
  );
  await eventually(async () => (await raw.count(STREAMS.RUN_EVENTS)) === STORED.length);
  await eventually(() => pendingOf(raw, STREAMS.RUN_EVENTS, TOPOLOGY.consumers.domeEngine.durable));
  expect(await ada.health()).toMatchObject({ counts: { undecodable: STORED.length } });
  await first[Symbol.asyncDispose]();
  await using _second = await startReplica(server, 'dome-2');
  expect((await ada.runs.list({})).runs, 'and a replica that starts after it reads past it').toEqual([]);
});

test('a request with unreadable headers is refused as such', async () => {
  await using server = await startPlanesServer({ people: ['ada'] });
  await using _replica = await startReplica(server, 'dome-1');
  const ada = await server.connectAs('ada');
  for (const block of BLOCKS) {
    const reply = `_INBOX_ada.raw.${BLOCKS.indexOf(block)}`;
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    ada.subscribe(reply, { callback: (_error, message) => resolve(message.data) });
    await ada.flush();
    await publishRaw(server, 'ada', [{ subject: 'dome.svc.dome.health', reply, block, payload: '' }]);
    expect(JSON.parse(Buffer.from(await promise).toString()), JSON.stringify(block)).toMatchObject({
      code: 'INVALID_REQUEST',
      detail: expect.stringContaining('headers'),
      hint: expect.any(String),
    });
  }
});

interface RawMessage {
  readonly subject: string;
  readonly reply?: string;
  readonly block: string;
  readonly payload?: string;
}

/** No client writes such headers, so these are the bytes of the protocol. */
async function publishRaw(server: PlanesServer, user: string, messages: readonly RawMessage[]): Promise<void> {
  const { servers, password } = server.credentials(user);
  const { hostname, port } = new URL(servers);
  const socket = connect(Number(port), hostname);
  const { promise: answered, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.includes('-ERR')) reject(new Error(said));
    if (said.includes('PONG')) resolve();
  });
  socket.once('error', reject);
  const options = { verbose: false, headers: true, no_responders: true, user, pass: password };
  const frames = messages.map(({ subject, reply = '', block, payload = '{}' }) => {
    const [headers, body] = [Buffer.byteLength(block), Buffer.byteLength(payload)];
    return `HPUB ${subject} ${reply} ${headers} ${headers + body}\r\n${block}${payload}\r\n`;
  });
  socket.write(`CONNECT ${JSON.stringify(options)}\r\n${frames.join('')}PING\r\n`);
  await answered.finally(() => socket.destroy());
}

async function pendingOf(
  raw: Awaited<ReturnType<typeof openRawStreams>>,
  stream: string,
  durable: string,
): Promise<boolean> {
  const consumer = (await raw.consumers(stream)).find(({ name }) => name === durable);
  return consumer?.num_pending === 0 && consumer.num_ack_pending === 0;
}
