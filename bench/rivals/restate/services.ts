import { RestatePromise, service } from '@restatedev/restate-sdk';
import type { Context } from '@restatedev/restate-sdk';

import { STEPS } from '../../steps.ts';

const BENCH = { name: 'bench' } as const;

/** `onStep` is called each time that a step does its nothing. */
export function benchService(onStep: () => void) {
  const step = (n: number): number => {
    onStep();
    return n;
  };
  return service({
    ...BENCH,
    handlers: {
      job: async (_context: Context, n: number): Promise<number> => step(n),
      chain: async (context: Context, n: number): Promise<number> => {
        for (let at = 0; at < STEPS.chain; at += 1) await context.run(`step ${at}`, () => step(n));
        return n;
      },
      fanOut: async (context: Context, n: number): Promise<number> => {
        const client = context.serviceClient<BenchService>(BENCH);
        await RestatePromise.all(Array.from({ length: STEPS.fanOut }, () => client.job(n)));
        return n;
      },
    },
  });
}

export type BenchService = ReturnType<typeof benchService>;
