import { join } from 'node:path';

import { PLANE_MEMORY } from '@dome/runtime';

import { openPlanes } from '../planes.ts';
import { STEPS } from '../steps.ts';
import type { Contestant, Stage, StageConditions } from './contestant.ts';
import { natsDurability, natsVersions } from './nats-facts.ts';
import { inOwnFolder } from './own-folder.ts';

const root = join(import.meta.dirname, '../..');
/** Started and succeeded. */
const TRANSITIONS_OF_JOB = 2;

export const product: Contestant = {
  name: 'Dome',
  durability: natsDurability,
  tuning:
    'a skill in the process of the daemon (isolation: none), as many slots as jobs in flight, ends seen by the durable; chain and fan-out are runs of a plan, submitted and followed by a person',
  works: ['job', 'chain', 'fanOut'],
  share: 1,
  prepare: natsVersions,
  open: async (conditions) => await inOwnFolder('domed', async (folder) => await openIn(folder, conditions)),
};

async function openIn(folder: string, { work, inFlight, syncAlways }: StageConditions): Promise<Stage> {
  const planes = await openPlanes({ syncAlways });
  return {
    workers: (work === 'job' ? ['domed'] : ['domed', 'dome']).map((plane) => [
      ...PLANE_MEMORY.flags,
      join(root, `services/${plane}/src/main.ts`),
    ]),
    submitter: [join(root, 'bench/product', work === 'job' ? 'submitter.ts' : 'runs.ts')],
    env: {
      ...PLANE_MEMORY.variables,
      ...planes.env,
      BENCH_SEEN_BY: 'durable',
      DOME_SKILLS: join(root, 'examples/skills'),
      DOME_SECRETS: join(root, 'examples/secrets'),
      DOME_LAW: join(root, 'examples/law'),
      DOME_SLOTS: String(inFlight * STEPS[work]),
      DOME_WORK_DIR: join(folder, 'work'),
    },
    serverPid: planes.broker.pid,
    ended: async () => (await planes.transitions()) / TRANSITIONS_OF_JOB,
    [Symbol.asyncDispose]: async () => await planes[Symbol.asyncDispose](),
  };
}
