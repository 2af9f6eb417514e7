// `npm run bench -- messages`: how many messages the broker takes in and gives out for a no-op job, with few daemons and with
// many. A job that costs more where the fleet is larger shows here, on a busy machine too.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { PLANE_MEMORY } from '@dome/runtime';

import { runLoaded } from './loaded.ts';
import { openPlanes } from './planes.ts';
import type { Planes } from './planes.ts';
import { readySubprocess } from './subprocess.ts';

const { values } = parseArgs({
  options: {
    daemons: { type: 'string', default: '1,10,50' },
    jobs: { type: 'string', default: '2000' },
    'in-flight': { type: 'string', default: '50' },
  },
});
const root = resolve(import.meta.dirname, '..');
const jobs = Number(values.jobs);
/** As many start at once; each takes a core while it starts. */
const START_TOGETHER = 5;
/** What passes while nothing is done: announcements and requests for work. */
const IDLE_MS = 5_000;

interface Counted {
  readonly taken: number;
  readonly given: number;
}

async function countOf({ broker }: Planes): Promise<Counted> {
  const answer = (await (await fetch(`${broker.monitorUrl}/varz`)).json()) as { in_msgs: number; out_msgs: number };
  return { taken: answer.in_msgs, given: answer.out_msgs };
}

/** What came between two counts, and in how many seconds. */
async function during(planes: Planes, act: () => Promise<void>): Promise<Counted & { readonly seconds: number }> {
  const startedMs = performance.now();
  const before = await countOf(planes);
  await act();
  const after = await countOf(planes);
  const seconds = (performance.now() - startedMs) / 1_000;
  return { taken: after.taken - before.taken, given: after.given - before.given, seconds };
}

async function startDaemons(count: number, env: Readonly<Record<string, string>>): Promise<AsyncDisposableStack> {
  const daemons = new AsyncDisposableStack();
  const work = await mkdtemp(join(tmpdir(), 'dome-bench-'));
  daemons.defer(async () => await rm(work, { recursive: true, force: true }));
  const start = async (at: number): Promise<void> => {
    const own = { ...process.env, ...env, DOME_WORK_DIR: join(work, String(at)) };
    daemons.use(await readySubprocess([...PLANE_MEMORY.flags, join(root, 'services/domed/src/main.ts')], own));
  };
  for (let at = 0; at < count; at += START_TOGETHER)
    await Promise.all(Array.from({ length: Math.min(START_TOGETHER, count - at) }, (_, more) => start(at + more)));
  return daemons;
}

async function measureMessages(count: number): Promise<string[]> {
  await using planes = await openPlanes();
  const env = {
    ...PLANE_MEMORY.variables,
    ...planes.env,
    DOME_SKILLS: join(root, 'examples/skills'),
    DOME_SECRETS: join(root, 'examples/secrets'),
    DOME_SLOTS: '8',
    BENCH_SEEN_BY: 'durable',
    BENCH_WARM_UP: '0',
    BENCH_JOBS: String(jobs),
    BENCH_IN_FLIGHT: values['in-flight'],
  };
  await using _daemons = await startDaemons(count, env);
  const idle = await during(planes, async () => await new Promise((resume) => setTimeout(resume, IDLE_MS)));
  const loaded = await during(planes, async () => {
    await runLoaded([join(root, 'bench/product/submitter.ts')], { ...process.env, ...env }, []);
  });
  const perJob = (what: keyof Counted): string =>
    ((loaded[what] - (idle[what] / idle.seconds) * loaded.seconds) / jobs).toFixed(2);
  const perSecond = (idle.taken + idle.given) / idle.seconds;
  return [String(count), perJob('taken'), perJob('given'), perSecond.toFixed(1)];
}

const line = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(16)).join('');
console.log(line(['daemons', 'in per job', 'out per job', 'idle, each s']));
for (const count of values.daemons.split(',')) console.log(line(await measureMessages(Number(count))));
