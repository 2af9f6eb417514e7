// A request for each, whose answer is its end.
import { connect } from '@restatedev/restate-sdk-clients';

import { runLoad } from '../../load.ts';
import { work } from '../../work.ts';
import type { BenchService } from './services.ts';

const ingress = connect({ url: process.env['BENCH_RESTATE_INGRESS'] ?? '' });
const client = ingress.serviceClient<BenchService>({ name: 'bench' });
await runLoad(async (n) => {
  const answer = await client[work](n);
  if (answer !== n) throw new Error(`${work} ${n} was answered with ${String(answer)}`);
});
