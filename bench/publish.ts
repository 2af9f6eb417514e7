// The pipelined publisher beside `js.publish`, in turn: messages per second and their ratio. Each measurement has a server
// and a process of its own, with its user's connection: the memory and compiled code that one client leaves in a process do
// not affect the other. Both keep the same number of messages in flight to a stream on disk.
import { join } from 'node:path';

import { startBroker } from '@dome/broker';
import { LIMITS } from '@dome/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { measureProgram } from './measure-program.ts';
import type { Measured } from './measure-program.ts';
import { ratiosOf, table, verdict } from './report.ts';

const GOAL = 2;
const MESSAGES = 60_000;
/** Before the clock starts: a new process spends its time on compiling. */
const WARM_UP = 20_000;
/** In flight, on both sides. The goal is judged at the first number, which all our processes use. */
const DEPTHS = [LIMITS.publishWindow, 4 * LIMITS.publishWindow] as const;
const ROUNDS = 7;

type Writer = 'pipelined' | 'js-publish';

async function measure(writer: Writer, depth: number): Promise<Measured> {
  await using broker = await startBroker();
  const nc = await connect({ servers: broker.url });
  const manager = await jetstreamManager(nc);
  await manager.streams.add({ name: 'BENCH', subjects: ['bench.>'] });
  const program = join(import.meta.dirname, 'writers', `${writer}.ts`);
  const measured = await measureProgram(program, broker, { warmUp: WARM_UP, messages: MESSAGES, inFlight: depth });
  const { messages } = (await manager.streams.info('BENCH')).state;
  if (messages !== WARM_UP + MESSAGES) throw new Error(`${messages} messages are stored, not ${WARM_UP + MESSAGES}`);
  await nc.close();
  return measured;
}

type Sides = Record<Writer, Measured[]>;

async function measureBoth(depth: number): Promise<Sides> {
  const measured: Sides = { pipelined: [], 'js-publish': [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    // The order in a pair alternates, or the second side would always have the warmer machine.
    const order: Writer[] = round % 2 === 0 ? ['pipelined', 'js-publish'] : ['js-publish', 'pipelined'];
    for (const writer of order) measured[writer].push(await measure(writer, depth));
    const said = (writer: Writer): string => measured[writer].at(-1)?.perSecond.toFixed(0) ?? '-';
    console.error(`round ${round}: pipelined ${said('pipelined')}, js.publish ${said('js-publish')} messages/s`);
  }
  return measured;
}

/** Returns the ratios of the messages per second. */
function report(measured: Sides, depth: number): number[] {
  const of = (writer: Writer, what: keyof Measured): number[] => measured[writer].map((one) => one[what]);
  const ratios = ratiosOf(of('pipelined', 'perSecond'), of('js-publish', 'perSecond'));
  const rates = [
    { name: 'pipelined publisher', values: of('pipelined', 'perSecond') },
    { name: 'js.publish', values: of('js-publish', 'perSecond') },
    { name: 'ratio', values: ratios, digits: 2 },
  ];
  const costs = [
    { name: 'pipelined publisher, client', values: of('pipelined', 'clientMicros'), digits: 1 },
    { name: 'pipelined publisher, broker', values: of('pipelined', 'brokerMicros'), digits: 1 },
    { name: 'js.publish, client', values: of('js-publish', 'clientMicros'), digits: 1 },
    { name: 'js.publish, broker', values: of('js-publish', 'brokerMicros'), digits: 1 },
  ];
  console.log(table(`messages/s, ${depth} in flight`, rates));
  console.log(table('µs CPU per message', costs));
  return ratios;
}

for (const [index, depth] of DEPTHS.entries()) {
  const ratios = report(await measureBoth(depth), depth);
  const what = `messages/s, pipelined publisher / js.publish, ${depth} in flight`;
  if (index === 0) verdict({ what, ratios, atLeast: GOAL });
}
