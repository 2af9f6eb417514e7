import { join } from 'node:path';

import { openPlanes } from '../planes.ts';
import type { Contestant } from './contestant.ts';
import { natsDurability, natsVersions } from './nats-facts.ts';

const programs = join(import.meta.dirname, '../bare-path');
/** Started and succeeded. */
const TRANSITIONS_OF_JOB = 2;

export const barePath: Contestant = {
  name: 'bare path',
  durability: natsDurability,
  tuning: 'the messages of Dome, byte for byte as long, by raw client calls; nothing is checked or digested',
  works: ['job'],
  share: 1,
  prepare: natsVersions,
  async open({ syncAlways }) {
    const planes = await openPlanes({ syncAlways });
    return {
      workers: [[join(programs, 'worker.ts')]],
      submitter: [join(programs, 'submitter.ts')],
      env: planes.env,
      serverPid: planes.broker.pid,
      ended: async () => (await planes.transitions()) / TRANSITIONS_OF_JOB,
      [Symbol.asyncDispose]: async () => await planes[Symbol.asyncDispose](),
    };
  },
};
