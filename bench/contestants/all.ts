import { barePath } from './bare-path.ts';
import { bullmq, bullmqSandboxed } from './bullmq.ts';
import type { Contestant } from './contestant.ts';
import { graphile, graphileBatched } from './graphile.ts';
import { plainNats } from './plain-nats.ts';
import { product } from './product.ts';
import { restate } from './restate.ts';
import { temporal } from './temporal.ts';

export const CONTESTANTS: readonly Contestant[] = [
  product,
  barePath,
  plainNats,
  bullmq,
  bullmqSandboxed,
  graphile,
  graphileBatched,
  restate,
  temporal,
];
