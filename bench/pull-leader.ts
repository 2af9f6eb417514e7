// What a pull loop does when the leader of its durable is killed: three servers keep three copies, 200 slots pull, and
// after a third of the messages the leader is killed. Reported for each: the longest pause, what came twice, and what was
// missing a minute after the kill.
import { connectBus, startPuller } from '@dome/bus';
import { startTestCluster } from '@dome/testkit';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { fillStream } from './pullers/fill.ts';
import { DURABLE, STREAM } from './pullers/names.ts';
import { table } from './report.ts';

const MESSAGES = 15_000;
const KILL_AT = 5_000;
const SLOTS = 200;
const ROUNDS = 3;
const GIVEN_UP_MS = 60_000;

type Taken = (sequence: number, ack: () => void) => void;
/** Pulls until it is disposed. @param free the number of free slots now */
type Start = (servers: string[], free: () => number, taken: Taken) => Promise<{ poke(): void; stop(): Promise<void> }>;

const ours: Start = async (servers, free, taken) => {
  const nc = await connectBus({ servers: servers.join(','), name: 'bench pull' });
  const puller = startPuller(nc, {
    stream: STREAM,
    durable: DURABLE,
    capacity: free,
    onDelivery: (delivery) => taken(delivery.streamSequence, () => delivery.ack()),
    onFault: () => {},
  });
  return { poke: () => puller.poke(), stop: () => nc.close() };
};

const stockFetch: Start = async (servers, free, taken) => {
  const nc = await connect({ servers, maxReconnectAttempts: -1 });
  const consumer = await jetstream(nc).consumers.get(STREAM, DURABLE);
  let outstanding = 0;
  let isOver = false;
  const poke = (): void => {
    const unasked = free() - outstanding;
    if (isOver || unasked < 1 || unasked < outstanding) return;
    outstanding += unasked;
    void fetchSome(unasked);
  };
  const fetchSome = async (count: number): Promise<void> => {
    let left = count;
    try {
      for await (const message of await consumer.fetch({
        max_messages: count,
        expires: 30_000,
        idle_heartbeat: 5_000,
      })) {
        left -= 1;
        outstanding -= 1;
        taken(message.seq, () => message.ack());
      }
    } catch (error) {
      if (!isOver) faults.set(String(error), (faults.get(String(error)) ?? 0) + 1);
    }
    outstanding -= left;
    setTimeout(poke, 250);
  };
  return {
    poke,
    stop: async () => {
      isOver = true;
      await nc.close();
    },
  };
};

/** What the stock client threw, and how often. */
const faults = new Map<string, number>();

interface Measured {
  readonly pauseMs: number;
  readonly repeated: number;
  readonly missing: number;
}

async function measure(start: Start): Promise<Measured> {
  await using cluster = await startTestCluster('');
  const servers = [...cluster.values()].map(({ url }) => url);
  await using filled = await fillStream(servers, { messages: MESSAGES, replicas: 3 });
  const seen = new Set<number>();
  const all = Promise.withResolvers<void>();
  const figures = { pauseMs: 0, repeated: 0, lastMs: 0, busy: 0 };
  let killed: Promise<unknown> | undefined;
  const puller = await start(
    servers,
    () => SLOTS - figures.busy,
    (sequence, ack) => {
      const nowMs = performance.now();
      if (killed !== undefined) figures.pauseMs = Math.max(figures.pauseMs, nowMs - figures.lastMs);
      figures.lastMs = nowMs;
      if (seen.has(sequence)) figures.repeated += 1;
      seen.add(sequence);
      if (seen.size === KILL_AT) killed = killLeader();
      figures.busy += 1;
      setImmediate(() => {
        ack();
        figures.busy -= 1;
        if (seen.size === MESSAGES) all.resolve();
        puller.poke();
      });
    },
  );
  const killLeader = async (): Promise<void> => {
    const { cluster: known } = await filled.manager.consumers.info(STREAM, DURABLE);
    await cluster.get(known?.leader ?? '')?.kill();
  };
  puller.poke();
  await Promise.race([all.promise, new Promise((resolve) => setTimeout(resolve, GIVEN_UP_MS))]);
  await killed;
  await puller.stop();
  return { pauseMs: figures.pauseMs, repeated: figures.repeated, missing: MESSAGES - seen.size };
}

for (const [name, start] of [
  ['ours', ours],
  ['fetch', stockFetch],
] as const) {
  const measured: Measured[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) measured.push(await measure(start));
  const row = (what: keyof Measured) => ({ name: what, values: measured.map((one) => one[what]) });
  console.log(table(`${name}, after the kill`, [row('pauseMs'), row('repeated'), row('missing')]));
}
for (const [fault, times] of faults) console.log(`fetch threw ${times} times: ${fault}`);
process.exit();
