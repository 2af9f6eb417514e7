// The pipelined publisher, on the connection that our processes have.
import { connectBus, createPublisher } from '@dome/bus';

import { runLoad } from '../load.ts';
import { messageId, payload, SUBJECT } from './message.ts';

const { BENCH_URL, BENCH_IN_FLIGHT } = process.env;
const nc = await connectBus({ servers: BENCH_URL ?? '', name: 'bench publish' });
const publisher = createPublisher(nc, { windowMax: Number(BENCH_IN_FLIGHT) });
await runLoad(async (n) => {
  await publisher.publish({ subject: SUBJECT, payload, messageId: messageId(n) });
});
await nc.close();
