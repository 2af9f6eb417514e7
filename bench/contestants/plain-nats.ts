import { join } from 'node:path';

import { startBroker } from '@dome/broker';
import { AckPolicy, jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { JOBS_DURABLE, JOBS_STREAM, jobSubject, RESULTS_STREAM, resultSubject } from '../plain-nats/names.ts';
import type { Contestant } from './contestant.ts';
import { natsDurability, natsVersions } from './nats-facts.ts';

const programs = join(import.meta.dirname, '../plain-nats');

export const plainNats: Contestant = {
  name: 'plain nats.js',
  durability: natsDurability,
  tuning: 'a work queue stream, a durable that is consumed, a stream of results; noAsyncTraces, max_ack_pending 10,000',
  works: ['job'],
  share: 1,
  prepare: natsVersions,
  async open({ syncAlways }) {
    const broker = await startBroker(syncAlways ? { extraJetstream: 'sync_interval: always' } : {});
    const nc = await connect({ servers: broker.url });
    const { streams, consumers } = await jetstreamManager(nc);
    await streams.add({ name: JOBS_STREAM, subjects: [jobSubject('*')], retention: RetentionPolicy.Workqueue });
    await streams.add({ name: RESULTS_STREAM, subjects: [resultSubject('*')] });
    await consumers.add(JOBS_STREAM, {
      durable_name: JOBS_DURABLE,
      ack_policy: AckPolicy.Explicit,
      max_ack_pending: 10_000,
    });
    await nc.close();
    return {
      workers: [[join(programs, 'worker.ts')]],
      submitter: [join(programs, 'submitter.ts')],
      env: { BENCH_URL: broker.url },
      serverPid: broker.pid,
      [Symbol.asyncDispose]: async () => await broker[Symbol.asyncDispose](),
    };
  },
};
