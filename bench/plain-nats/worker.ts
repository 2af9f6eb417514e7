// Consumes jobs, stores the result of each and acks it. As many jobs are in work as the submitter has in flight.
import { jetstream } from '@nats-io/jetstream';
import type { JsMsg } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { tellTallyAtEnd } from '../tally.ts';
import { jobOf, JOBS_DURABLE, JOBS_STREAM, resultSubject } from './names.ts';

const { BENCH_URL, BENCH_IN_FLIGHT } = process.env;
const nc = await connect({ servers: BENCH_URL ?? '', noAsyncTraces: true });
const js = jetstream(nc);
const consumer = await js.consumers.get(JOBS_STREAM, JOBS_DURABLE);
const messages = await consumer.consume({ max_messages: Math.max(2, Number(BENCH_IN_FLIGHT)) });
const tally = tellTallyAtEnd(async () => {
  await messages.close();
  await nc.drain();
});

async function work(message: JsMsg): Promise<void> {
  const { n } = message.json<{ n: number }>();
  const job = jobOf(message.subject);
  tally.count();
  await js.publish(resultSubject(job), JSON.stringify({ n }), { msgID: job });
  message.ack();
}

console.log(JSON.stringify({ msg: 'ready' }));
for await (const message of messages) void work(message);
