import { barePath } from './bare-path.ts';
import { bullmq, bullmqSandboxed } from './bullmq.ts';
import type { Contestant } from './contestant.ts';
import { plainNats } from './plain-nats.ts';
import { product } from './product.ts';

export const CONTESTANTS: readonly Contestant[] = [product, barePath, plainNats, bullmq, bullmqSandboxed];
