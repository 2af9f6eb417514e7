// The pull loop of the daemons.
import { connectBus, startPuller } from '@dome/bus';

import { DURABLE, STREAM } from './names.ts';
import { openSlots } from './slots.ts';

const nc = await connectBus({ servers: process.env['BENCH_URL'] ?? '', name: 'bench pull' });
const work = openSlots(() => puller.poke());
const puller = startPuller(nc, {
  stream: STREAM,
  durable: DURABLE,
  capacity: () => work.free,
  onDelivery: (delivery) => work.take(() => delivery.ack()),
  onFault: ({ error }) => console.error(error.message),
});
await work.done;
await puller.drain();
await nc.close();
