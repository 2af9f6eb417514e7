// The stock client's `fetch` for as many messages as there are free slots. Like ours it asks again as soon as the slots
// without a request are as many as the messages still to come.
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { DURABLE, STREAM } from './names.ts';
import { openSlots } from './slots.ts';

const EXPIRES_MS = 30_000;

const nc = await connect({ servers: process.env['BENCH_URL'] ?? '' });
const consumer = await jetstream(nc).consumers.get(STREAM, DURABLE);
let outstanding = 0;
const work = openSlots(ask);

function ask(): void {
  const unasked = work.free - outstanding;
  if (unasked < 1 || unasked < outstanding) return;
  outstanding += unasked;
  void fetchSome(unasked);
}

async function fetchSome(count: number): Promise<void> {
  let left = count;
  for await (const message of await consumer.fetch({ max_messages: count, expires: EXPIRES_MS })) {
    left -= 1;
    outstanding -= 1;
    work.take(() => message.ack());
  }
  outstanding -= left;
  ask();
}

ask();
await work.done;
// What it still requested is pending until it expires.
process.exit();
