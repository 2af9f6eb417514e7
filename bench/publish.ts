// The pipelined publisher beside `js.publish`, on one server, in turn: messages per second and their ratio. Each side has
// the connection that its user has: ours from the bus, theirs from the stock client with its own defaults.
import { connectBus, createPublisher } from '@dome/bus';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startBroker } from '@dome/broker';

import { median, table } from './report.ts';

const COUNT = 20_000;
const IN_FLIGHT = 512;
const ROUNDS = 5;

await using broker = await startBroker();
const nc = await connectBus({ servers: broker.url, name: 'bench publish', inboxPrefix: '_INBOX' });
const stock = await connect({ servers: broker.url });
const manager = await jetstreamManager(stock);
await manager.streams.add({ name: 'BENCH', subjects: ['bench.>'], discard: 'new' });
const js = jetstream(stock);
const publisher = createPublisher(nc, { windowMax: IN_FLIGHT });
const payload = new TextEncoder().encode(JSON.stringify({ text: 'x'.repeat(480) }));

async function inFlight(write: (n: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < COUNT) await write(next++);
    }),
  );
  return COUNT / ((performance.now() - started) / 1_000);
}

const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  const a = await inFlight((n) =>
    publisher.publish({ subject: 'bench.ours', payload, messageId: `ours-${round}-${n}`, headers: {} }),
  );
  await manager.streams.purge('BENCH');
  const b = await inFlight((n) => js.publish('bench.theirs', payload, { msgID: `theirs-${round}-${n}` }));
  await manager.streams.purge('BENCH');
  // The first round warms both up.
  if (round === 0) continue;
  ours.push(a);
  theirs.push(b);
}
const ratios = ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
console.log(table('messages/s, 512 in flight', { 'pipelined publisher': ours, 'js.publish': theirs }, ratios));
await nc.close();
await stock.close();
if (median(ratios) < 4) {
  console.log('below the goal of 4');
  process.exitCode = 1;
}
