// What an observer waits for who reads the past of a stream: event by event, and in batches as docs/dashboards.md teaches it.
import { startPlanesServer } from '@dome/testkit';
import type { NatsConnection } from '@nats-io/transport-node';

import { ratiosOf, table } from './report.ts';

const EVENTS = 1_266;
const BATCH = 500;
const ROUNDS = 7;
const READ = 'DOME.API.DIRECT.GET.RUN_EVENTS';
/** Of the usual size of an event of a run. */
const PAYLOAD = JSON.stringify({ data: 'x'.repeat(900) });

async function readOneByOne(nc: NatsConnection): Promise<number> {
  let count = 0;
  for (let seq = 1; ; count += 1) {
    const reply = await nc.request(READ, JSON.stringify({ seq, next_by_subj: 'dome.evt.run.>' }));
    if (reply.headers?.code === 404) return count;
    seq = Number(reply.headers?.get('Nats-Sequence')) + 1;
  }
}

async function readInBatches(nc: NatsConnection): Promise<number> {
  let count = 0;
  for (let pending = 1; pending > 0;) {
    const question = JSON.stringify({ seq: count + 1, batch: BATCH, next_by_subj: 'dome.evt.run.>' });
    for await (const reply of await nc.requestMany(READ, question, { strategy: 'sentinel', maxWait: 10_000 })) {
      if (reply.data.length > 0) count += 1;
      else pending = Number(reply.headers?.get('Nats-Num-Pending') ?? 0);
    }
  }
  return count;
}

await using server = await startPlanesServer({ skills: [] });
const dome = await server.connectAs('dome');
for (let at = 0; at < EVENTS; at += 1)
  await dome.request(`dome.evt.run.bench.bench-${String(at % 100).padStart(8, 'a')}.submitted`, PAYLOAD);
const view = await server.connectAs('view');
const taken = { 'one by one': [] as number[], 'in batches': [] as number[] };
for (let round = 0; round < ROUNDS; round += 1)
  for (const [name, read] of [
    ['one by one', readOneByOne],
    ['in batches', readInBatches],
  ] as const) {
    const started = performance.now();
    const count = await read(view);
    taken[name].push(performance.now() - started);
    if (count !== EVENTS) throw new Error(`${name}: ${count} of ${EVENTS}`);
  }
const [one, many] = [taken['one by one'], taken['in batches']];
console.log(
  table(`${EVENTS} events`, [
    { name: 'one by one, ms', values: one },
    { name: `in batches of ${BATCH}, ms`, values: many },
    { name: 'ratio', values: ratiosOf(one, many), digits: 1 },
  ]),
);
