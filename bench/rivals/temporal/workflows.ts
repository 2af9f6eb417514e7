// Bundled by Temporal's worker, and run in its sandbox.
import { proxyActivities } from '@temporalio/workflow';

import { STEPS } from '../../steps.ts';
import type { BenchActivities } from './activities.ts';

const { step } = proxyActivities<BenchActivities>({ startToCloseTimeout: '1 minute' });

export async function job(n: number): Promise<number> {
  return await step(n);
}

export async function chain(n: number): Promise<number> {
  for (let at = 0; at < STEPS.chain; at += 1) await step(n);
  return n;
}

export async function fanOut(n: number): Promise<number> {
  await Promise.all(Array.from({ length: STEPS.fanOut }, async () => await step(n)));
  return n;
}
