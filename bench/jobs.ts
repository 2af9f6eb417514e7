// No-op jobs per second: through the product (client, domed with an in-process skill, terminal seen) beside the bare path
// (the same messages by raw client calls). Three processes each: submitter, worker, broker. The sides take turns.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { PLANE_MEMORY } from '@dome/runtime';

import { FLOORS } from './floors.ts';
import { busiest } from './profile.ts';
import { ratiosOf, table, verdict } from './report.ts';
import type { Row } from './report.ts';
import { measure } from './side.ts';
import type { Measured, Side } from './side.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '10000' },
    'warm-up': { type: 'string', default: '15000' },
    'in-flight': { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    /** Seconds after which no further round begins. */
    'at-most': { type: 'string', default: '600' },
    skills: { type: 'string', default: 'examples/skills' },
    /** `durable`, like the control plane, or `follower`, like an observer. */
    'seen-by': { type: 'string', default: 'durable' },
    /** The daemon answers probes and metrics, and counts what it does. */
    http: { type: 'boolean', default: false },
    /** Afterwards a run of the product under the profiler. */
    profile: { type: 'boolean', default: true },
    /** Only this side, and no verdict. */
    only: { type: 'string' },
    /** Writes the CPU profiles of the product's worker and submitter there. */
    'profile-dir': { type: 'string' },
  },
  allowNegative: true,
});
const root = resolve(import.meta.dirname, '..');
const work = await mkdtemp(join(tmpdir(), 'dome-bench-'));
const load = { jobs: Number(values.jobs), warmUp: Number(values['warm-up']), inFlight: Number(values['in-flight']) };

const bare: Side = {
  name: 'bare path',
  worker: [join(root, 'bench/bare-path/worker.ts')],
  submitter: [join(root, 'bench/bare-path/submitter.ts')],
  env: {},
};
const product: Side = {
  name: 'product',
  worker: [...PLANE_MEMORY.flags, join(root, 'services/domed/src/main.ts')],
  submitter: [join(root, 'bench/product/submitter.ts')],
  env: {
    ...PLANE_MEMORY.variables,
    DOME_SKILLS: resolve(root, values.skills),
    DOME_SECRETS: join(root, 'examples/secrets'),
    BENCH_SEEN_BY: values['seen-by'],
    DOME_SLOTS: values['in-flight'],
    DOME_WORK_DIR: join(work, 'domed'),
    ...(values.http ? { DOME_HTTP: '127.0.0.1:0' } : {}),
  },
};

const PARTS = ['submitter', 'worker', 'broker'] as const;
const sums = (all: readonly Measured[]): number[] => all.map(({ cpu }) => cpu.submitter + cpu.worker + cpu.broker);

function cpuRows(name: string, all: readonly Measured[]): Row[] {
  const rows = PARTS.map((part) => ({ name: `  ${part}`, values: all.map(({ cpu }) => cpu[part]) }));
  return [{ name: `${name}, all three`, values: sums(all) }, ...rows];
}

/** In a separate run: a profiler distorts what is measured. */
async function profiled(): Promise<void> {
  const dir = values['profile-dir'] ?? join(work, 'profile');
  const profiling = (part: string): string[] => ['--cpu-prof', `--cpu-prof-dir=${join(dir, part)}`];
  const side: Side = {
    ...product,
    worker: [...profiling('domed'), ...product.worker],
    submitter: [...profiling('submitter'), ...product.submitter],
  };
  await measure(side, load);
  for (const part of ['domed', 'submitter']) {
    const [file = ''] = (await readdir(join(dir, part))).toReversed();
    console.log(`\nCPU profile of ${part}, the first five entries`);
    console.log(busiest(await readFile(join(dir, part, file), 'utf8'), 5));
  }
}

try {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  const lastMs = performance.now() + Number(values['at-most']) * 1_000;
  for (let round = 1; round <= Number(values.rounds) && (round === 1 || performance.now() < lastMs); round += 1) {
    if (values.only !== product.name) theirs.push(await measure(bare, load));
    if (values.only !== bare.name) ours.push(await measure(product, load));
    const said = [theirs.at(-1), ours.at(-1)].map((one) => one?.jobsPerSecond.toFixed(0) ?? '-');
    console.error(`round ${round}: bare path ${said[0]}, product ${said[1]} jobs/s`);
  }
  const perSecond = { ours: ours.map((one) => one.jobsPerSecond), theirs: theirs.map((one) => one.jobsPerSecond) };
  const ratios = ratiosOf(perSecond.ours, perSecond.theirs);
  console.log(
    table(`jobs/s, ${load.inFlight} in flight`, [
      { name: product.name, values: perSecond.ours },
      { name: bare.name, values: perSecond.theirs },
      { name: 'ratio', values: ratios, digits: 2 },
    ]),
  );
  const cpuRatio = { name: 'ratio, bare path / product', values: ratiosOf(sums(theirs), sums(ours)), digits: 2 };
  console.log(table('µs CPU per job', [...cpuRows(product.name, ours), ...cpuRows(bare.name, theirs), cpuRatio]));
  if (values.profile && values.only !== bare.name) await profiled();
  if (values.only === undefined)
    verdict({ what: 'jobs/s, product / bare path', ratios, atLeast: FLOORS.productToBarePath });
} finally {
  await rm(work, { recursive: true, force: true });
}
