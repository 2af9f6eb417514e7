// Publishes jobs by `js.publish`, each under its message id, and hears of results as they are stored.
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

import { createAwaited } from '../awaited.ts';
import { runLoad } from '../load.ts';
import { jobOf, jobSubject, resultSubject } from './names.ts';

const nc = await connect({ servers: process.env['BENCH_URL'] ?? '', noAsyncTraces: true });
const js = jetstream(nc);
const awaited = createAwaited();
nc.subscribe(resultSubject('*'), { callback: (_error, { subject }) => awaited.tell(jobOf(subject)) });
await nc.flush();
await runLoad(async (n) => {
  const job = String(n);
  const end = awaited.end(job);
  await js.publish(jobSubject(job), JSON.stringify({ n }), { msgID: job });
  await end;
});
await nc.close();
