// The pipelined publisher beside `js.publish`, in turn: messages per second and their ratio. Each side has the connection
// that its user has: ours from the bus, theirs from the stock client with its own defaults. Both write the same bytes under
// the same message ids to the same stream in files, with the same number in flight, on a fresh server each time.
import { startBroker } from '@dome/broker';
import { connectBus, createPublisher } from '@dome/bus';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { cpuMicros } from './cpu.ts';
import { ratiosOf, table, verdict } from './report.ts';

const GOAL = 4;
const COUNT = 60_000;
/** Before the clock starts: a process that has just begun spends its time on compiling. */
const WARM_UP = 20_000;
/**
 * How many are on the way at once, on both sides. At 512 the broker and our client wait for each other's turn; the goal is
 * judged at the last, where the depth no longer bounds either side.
 */
const DEPTHS = [512, 2_048] as const;
const ROUNDS = 5;
const SUBJECT = 'bench.message';

type Write = (n: number) => Promise<unknown>;

interface Side {
  readonly connect: (servers: string) => Promise<NatsConnection>;
  readonly writer: (nc: NatsConnection, depth: number) => Write;
}

interface Measured {
  readonly perSecond: number;
  readonly clientMicros: number;
  readonly brokerMicros: number;
}

const payload = new TextEncoder().encode(JSON.stringify({ text: 'x'.repeat(489) }));
const messageId = (n: number): string => `message-${n}`;
const ours: Side = {
  connect: (servers) => connectBus({ servers, name: 'bench publish' }),
  writer: (nc, depth) => {
    const publisher = createPublisher(nc, { windowMax: depth });
    return (n) => publisher.publish({ subject: SUBJECT, payload, messageId: messageId(n) });
  },
};
const theirs: Side = {
  connect: (servers) => connect({ servers }),
  writer: (nc) => {
    const js = jetstream(nc);
    return (n) => js.publish(SUBJECT, payload, { msgID: messageId(n) });
  },
};

interface Range {
  readonly from: number;
  readonly until: number;
  readonly depth: number;
}

async function inFlight(write: Write, { from, until, depth }: Range): Promise<void> {
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < until) await write(next++);
  };
  await Promise.all(Array.from({ length: depth }, lane));
}

async function measure(side: Side, depth: number): Promise<Measured> {
  await using broker = await startBroker();
  const nc = await side.connect(broker.url);
  const manager = await jetstreamManager(nc);
  await manager.streams.add({ name: 'BENCH', subjects: ['bench.>'] });
  const write = side.writer(nc, depth);
  await inFlight(write, { from: 0, until: WARM_UP, depth });
  const broker0 = cpuMicros(broker.pid);
  const client0 = process.cpuUsage();
  const startedMs = performance.now();
  await inFlight(write, { from: WARM_UP, until: WARM_UP + COUNT, depth });
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(client0);
  const brokerMicros = (cpuMicros(broker.pid) - broker0) / COUNT;
  const { messages } = (await manager.streams.info('BENCH')).state;
  if (messages !== WARM_UP + COUNT) throw new Error(`${messages} messages are stored, not ${WARM_UP + COUNT}`);
  await nc.close();
  return { perSecond: COUNT / seconds, clientMicros: (user + system) / COUNT, brokerMicros };
}

type Sides = Record<'ours' | 'theirs', Measured[]>;

async function measureBoth(depth: number): Promise<Sides> {
  const measured: Sides = { ours: [], theirs: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    // Who is first in a pair changes, or whoever is second would always have the warmer machine.
    const first = round % 2 === 0 ? await measure(ours, depth) : null;
    const base = await measure(theirs, depth);
    const own = first ?? (await measure(ours, depth));
    // The first pair is for the compiler.
    if (round === 0) continue;
    measured.ours.push(own);
    measured.theirs.push(base);
    console.error(`round ${round}: ours ${own.perSecond.toFixed(0)}, theirs ${base.perSecond.toFixed(0)} messages/s`);
  }
  return measured;
}

/** Gives the ratios of the messages per second. */
function report(measured: Sides, depth: number): number[] {
  const of = (side: 'ours' | 'theirs', what: keyof Measured): number[] => measured[side].map((one) => one[what]);
  const ratios = ratiosOf(of('ours', 'perSecond'), of('theirs', 'perSecond'));
  const rates = [
    { name: 'pipelined publisher', values: of('ours', 'perSecond') },
    { name: 'js.publish', values: of('theirs', 'perSecond') },
    { name: 'ratio', values: ratios, digits: 2 },
  ];
  const costs = [
    { name: 'pipelined publisher, client', values: of('ours', 'clientMicros'), digits: 1 },
    { name: 'pipelined publisher, broker', values: of('ours', 'brokerMicros'), digits: 1 },
    { name: 'js.publish, client', values: of('theirs', 'clientMicros'), digits: 1 },
    { name: 'js.publish, broker', values: of('theirs', 'brokerMicros'), digits: 1 },
  ];
  console.log(table(`messages/s, ${depth} in flight`, rates));
  console.log(table('µs CPU per message', costs));
  return ratios;
}

let ratios: number[] = [];
for (const depth of DEPTHS) ratios = report(await measureBoth(depth), depth);
const depth = DEPTHS.at(-1);
verdict({ what: `messages/s, pipelined publisher / js.publish, ${depth} in flight`, ratios, atLeast: GOAL });
