// `js.publish` on the stock client's connection, which takes a stack trace for each request unless told not to.
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { runLoad } from '../load.ts';
import { messageId, payload, SUBJECT } from './message.ts';

const nc = await connect({ servers: process.env['BENCH_URL'] ?? '', noAsyncTraces: true });
const js = jetstream(nc);
await runLoad(async (n) => {
  await js.publish(SUBJECT, payload, { msgID: messageId(n) });
});
await nc.close();
