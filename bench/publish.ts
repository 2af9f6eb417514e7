// The pipelined publisher beside `js.publish`, on one server, in turn: messages per second and their ratio. Each side has
// the connection that its user has: ours from the bus, theirs from the stock client with its own defaults. Both send the
// same bytes under the same kind of message id to a stream in files, with the same number in flight.
import { startBroker } from '@dome/broker';
import { connectBus, createPublisher } from '@dome/bus';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { cpuMicros } from './cpu.ts';
import { ratiosOf, table, verdict } from './report.ts';

const GOAL = 4;
const COUNT = 50_000;
const WARM_UP = 20_000;
const IN_FLIGHT = 512;
const ROUNDS = 9;

interface Measured {
  readonly perSecond: number;
  readonly clientMicros: number;
  readonly brokerMicros: number;
}

await using broker = await startBroker();
const nc = await connectBus({ servers: broker.url, name: 'bench publish', inboxPrefix: '_INBOX' });
const stock = await connect({ servers: broker.url });
const manager = await jetstreamManager(stock);
await manager.streams.add({ name: 'BENCH', subjects: ['bench.>'] });
const js = jetstream(stock);
const publisher = createPublisher(nc, { windowMax: IN_FLIGHT });
const payload = new TextEncoder().encode(JSON.stringify({ text: 'x'.repeat(489) }));

async function inFlight(count: number, write: (n: number) => Promise<unknown>): Promise<Measured> {
  await manager.streams.purge('BENCH');
  let next = 0;
  const broker0 = cpuMicros(broker.pid);
  const client0 = process.cpuUsage();
  const startedMs = performance.now();
  const lane = async (): Promise<void> => {
    while (next < count) await write(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(client0);
  return {
    perSecond: count / seconds,
    clientMicros: (user + system) / count,
    brokerMicros: (cpuMicros(broker.pid) - broker0) / count,
  };
}

/** Of the same length on both sides. */
const messageId = (side: 'ours' | 'base', round: number, n: number): string => `${side}-${round}-${n}`;
const measureOurs = (round: number, count = COUNT): Promise<Measured> =>
  inFlight(count, (n) => publisher.publish({ subject: 'bench.ours', payload, messageId: messageId('ours', round, n) }));
const measureTheirs = (round: number, count = COUNT): Promise<Measured> =>
  inFlight(count, (n) => js.publish('bench.base', payload, { msgID: messageId('base', round, n) }));

await measureOurs(0, WARM_UP);
await measureTheirs(0, WARM_UP);
const ours: Measured[] = [];
const theirs: Measured[] = [];
for (let round = 1; round <= ROUNDS; round += 1) {
  // Who is first in a pair changes, or whoever is second would always have the warmer machine.
  if (round % 2 === 0) ours.push(await measureOurs(round));
  theirs.push(await measureTheirs(round));
  if (round % 2 === 1) ours.push(await measureOurs(round));
}
await nc.close();
await stock.close();

const ratios = ratiosOf(
  ours.map((one) => one.perSecond),
  theirs.map((one) => one.perSecond),
);
console.log(
  table(`messages/s, ${IN_FLIGHT} in flight`, [
    { name: 'pipelined publisher', values: ours.map((one) => one.perSecond) },
    { name: 'js.publish', values: theirs.map((one) => one.perSecond) },
    { name: 'ratio', values: ratios, digits: 2 },
  ]),
);
console.log(
  table('µs CPU per message', [
    { name: 'pipelined publisher, client', values: ours.map((one) => one.clientMicros), digits: 1 },
    { name: 'pipelined publisher, broker', values: ours.map((one) => one.brokerMicros), digits: 1 },
    { name: 'js.publish, client', values: theirs.map((one) => one.clientMicros), digits: 1 },
    { name: 'js.publish, broker', values: theirs.map((one) => one.brokerMicros), digits: 1 },
  ]),
);
verdict({ what: 'messages/s, pipelined publisher / js.publish', ratios, atLeast: GOAL });
