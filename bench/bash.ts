// Jobs per second of a skill in bash: through the product (client, domed, its guard, terminal seen) beside Node's bare `spawn`
// of the same program under the same namespaces, at the same concurrency. The sides take turns.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { PLANE_MEMORY } from '@dome/runtime';

import { runLoaded } from './loaded.ts';
import { ratiosOf, table, verdict } from './report.ts';
import { measure } from './side.ts';
import type { Side } from './side.ts';

const GOAL = 0.8;
const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '400' },
    'warm-up': { type: 'string', default: '100' },
    slots: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    'profile-dir': { type: 'string' },
  },
});
const root = resolve(import.meta.dirname, '..');
const work = await mkdtemp(join(tmpdir(), 'dome-bench-'));
const counts = { jobs: Number(values.jobs), warmUp: Number(values['warm-up']) };
const slots = Number(values.slots);
const profiling = values['profile-dir'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values['profile-dir']}`];

const product: Side = {
  name: 'product',
  worker: [...profiling, ...PLANE_MEMORY.flags, join(root, 'services/domed/src/main.ts')],
  submitter: [join(root, 'bench/product/submitter.ts')],
  env: {
    ...PLANE_MEMORY.variables,
    DOME_SKILLS: join(root, 'bench/bash-skills'),
    BENCH_SEEN_BY: 'durable',
    DOME_SLOTS: values.slots,
    DOME_WORK_DIR: join(work, 'domed'),
  },
};

interface Round {
  readonly perSecond: number;
  /** Microseconds for each job, of all three processes and of what they started. */
  readonly cpu: number;
  /** Of these the daemon's own. */
  readonly worker: number;
}

async function ours(): Promise<Round> {
  // Twice as many as slots, so that a slot that becomes free has its next job.
  const { jobsPerSecond, cpu, workerTree } = await measure(product, { ...counts, inFlight: slots * 2 });
  return { perSecond: jobsPerSecond, cpu: cpu.submitter + cpu.broker + workerTree, worker: cpu.worker };
}

async function bare(): Promise<Round> {
  const env = {
    ...process.env,
    BENCH_JOBS: String(counts.jobs),
    BENCH_WARM_UP: String(counts.warmUp),
    BENCH_IN_FLIGHT: String(slots),
  };
  const { seconds, ownTreeMicros } = await runLoaded([join(root, 'bench/bare-spawn/spawner.ts')], env, []);
  return { perSecond: counts.jobs / seconds, cpu: ownTreeMicros / counts.jobs, worker: 0 };
}

try {
  const rounds: { ours: Round; bare: Round }[] = [];
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const pair = { bare: await bare(), ours: await ours() };
    rounds.push(pair);
    console.error(
      `round ${round}: bare ${pair.bare.perSecond.toFixed(0)}, product ${pair.ours.perSecond.toFixed(0)} jobs/s`,
    );
  }
  const of = (pick: (round: Round) => number) => ({
    ours: rounds.map((pair) => pick(pair.ours)),
    bare: rounds.map((pair) => pick(pair.bare)),
  });
  const perSecond = of((round) => round.perSecond);
  const cpu = of((round) => round.cpu);
  const ratios = ratiosOf(perSecond.ours, perSecond.bare);
  console.log(
    table(`jobs/s in bash, ${slots} slots`, [
      { name: 'product', values: perSecond.ours },
      { name: 'bare spawn', values: perSecond.bare },
      { name: 'ratio', values: ratios, digits: 2 },
    ]),
  );
  console.log(
    table('µs CPU per job, with all processes', [
      { name: 'product', values: cpu.ours },
      { name: '  of these domed itself', values: of((round) => round.worker).ours },
      { name: 'bare spawn', values: cpu.bare },
      { name: 'ratio, bare spawn / product', values: ratiosOf(cpu.bare, cpu.ours), digits: 2 },
    ]),
  );
  verdict({ what: 'jobs/s in bash, product / bare spawn', ratios, atLeast: GOAL });
} finally {
  await rm(work, { recursive: true, force: true });
}
