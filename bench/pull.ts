// The pull loop of the daemons beside `fetch` of the stock client, in turn: messages per second that are taken, held for one
// turn of the loop and acked, with 1, 200 and 1,000 slots. Each measurement has a server and a process of its own.
import { join } from 'node:path';

import { startBroker } from '@dome/broker';
import { connectBus, createPublisher } from '@dome/bus';
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { runLoaded } from './loaded.ts';
import { DURABLE, STREAM } from './pullers/names.ts';
import { ratiosOf, table } from './report.ts';
import { messageId, payload, SUBJECT } from './writers/message.ts';

/** By slots: what a process with few of them takes in a second is less. */
const LOADS = [
  { slots: 1, warmUp: 2_000, messages: 6_000 },
  { slots: 200, warmUp: 20_000, messages: 60_000 },
  { slots: 1_000, warmUp: 20_000, messages: 60_000 },
] as const;
const ROUNDS = 5;

type Load = (typeof LOADS)[number];
type Puller = 'ours' | 'stock-fetch';

interface Measured {
  readonly perSecond: number;
  readonly clientMicros: number;
  readonly brokerMicros: number;
}

async function measure(puller: Puller, load: Load): Promise<Measured> {
  await using broker = await startBroker();
  await fill(broker.url, load.warmUp + load.messages);
  const env = {
    ...process.env,
    BENCH_URL: broker.url,
    BENCH_WARM_UP: String(load.warmUp),
    BENCH_JOBS: String(load.messages),
    BENCH_IN_FLIGHT: String(load.slots),
  };
  const argv = [join(import.meta.dirname, 'pullers', `${puller}.ts`)];
  const { seconds, ownMicros, watchedMicros } = await runLoaded(argv, env, [broker.pid]);
  const [brokerMicros = Number.NaN] = watchedMicros;
  return {
    perSecond: load.messages / seconds,
    clientMicros: ownMicros / load.messages,
    brokerMicros: brokerMicros / load.messages,
  };
}

async function fill(url: string, messages: number): Promise<void> {
  const nc = await connect({ servers: url });
  const manager = await jetstreamManager(nc);
  await manager.streams.add({ name: STREAM, subjects: [SUBJECT] });
  await manager.consumers.add(STREAM, { durable_name: DURABLE, ack_policy: AckPolicy.Explicit, max_ack_pending: -1 });
  await nc.close();
  const own = await connectBus({ servers: url, name: 'bench fill' });
  const publisher = createPublisher(own);
  await Promise.all(
    Array.from({ length: messages }, (_, n) =>
      publisher.publish({ subject: SUBJECT, payload, messageId: messageId(n) }),
    ),
  );
  await own.close();
}

for (const load of LOADS) {
  const measured: Record<Puller, Measured[]> = { ours: [], 'stock-fetch': [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const order: Puller[] = round % 2 === 0 ? ['ours', 'stock-fetch'] : ['stock-fetch', 'ours'];
    for (const puller of order) measured[puller].push(await measure(puller, load));
  }
  const of = (puller: Puller, what: keyof Measured): number[] => measured[puller].map((one) => one[what]);
  console.log(
    table(`messages/s, ${load.slots} slots`, [
      { name: 'ours', values: of('ours', 'perSecond') },
      { name: 'fetch', values: of('stock-fetch', 'perSecond') },
      { name: 'ratio', values: ratiosOf(of('ours', 'perSecond'), of('stock-fetch', 'perSecond')), digits: 2 },
      { name: 'ours, client µs CPU a message', values: of('ours', 'clientMicros'), digits: 1 },
      { name: 'fetch, client µs CPU a message', values: of('stock-fetch', 'clientMicros'), digits: 1 },
      { name: 'ours, broker µs CPU a message', values: of('ours', 'brokerMicros'), digits: 1 },
      { name: 'fetch, broker µs CPU a message', values: of('stock-fetch', 'brokerMicros'), digits: 1 },
    ]),
  );
}
