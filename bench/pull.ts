// The daemons' pull loop beside the stock client's `fetch`, in turn: messages per second that are taken, held for one turn
// of the loop and acked, with 1, 200 and 1,000 slots. Each measurement has a server and a process of its own.
import { join } from 'node:path';

import { startBroker } from '@dome/broker';

import { measureProgram } from './measure-program.ts';
import type { Measured } from './measure-program.ts';
import { fillStream } from './pullers/fill.ts';
import { ratiosOf, table } from './report.ts';

/** By slots: a process with few of them takes fewer messages in a second. */
const LOADS = [
  { inFlight: 1, warmUp: 2_000, messages: 6_000 },
  { inFlight: 200, warmUp: 20_000, messages: 60_000 },
  { inFlight: 1_000, warmUp: 20_000, messages: 60_000 },
] as const;
const ROUNDS = 5;

type Load = (typeof LOADS)[number];
type Puller = 'ours' | 'stock-fetch';

async function measure(puller: Puller, load: Load): Promise<Measured> {
  await using broker = await startBroker();
  const filled = await fillStream([broker.url], { messages: load.warmUp + load.messages });
  await filled[Symbol.asyncDispose]();
  return await measureProgram(join(import.meta.dirname, 'pullers', `${puller}.ts`), broker, load);
}

for (const load of LOADS) {
  const measured: Record<Puller, Measured[]> = { ours: [], 'stock-fetch': [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const order: Puller[] = round % 2 === 0 ? ['ours', 'stock-fetch'] : ['stock-fetch', 'ours'];
    for (const puller of order) measured[puller].push(await measure(puller, load));
  }
  const of = (puller: Puller, what: keyof Measured): number[] => measured[puller].map((one) => one[what]);
  console.log(
    table(`messages/s, ${load.inFlight} slots`, [
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
