// One contestant under one load, once: its server, its worker and a submitter in processes of their own. Afterwards as many
// jobs must have ended as were submitted, each once, or there is no measurement.
import type { Contestant, Stage } from '../contestants/contestant.ts';
import { runLoaded } from '../loaded.ts';
import { STEPS } from '../steps.ts';
import { readySubprocess } from '../subprocess.ts';
import type { Subprocess } from '../subprocess.ts';
import { tallyOf } from '../tally.ts';
import type { Round } from './results.ts';
import type { Scenario } from './scenarios.ts';

export interface Load extends Scenario {
  readonly syncAlways: boolean;
  /** Jobs each second; absent: as fast as `inFlight` allows. */
  readonly perSecond?: number;
}

export async function measureContestant(contestant: Contestant, load: Load): Promise<Round> {
  await using stage = await contestant.open(load);
  const env = {
    ...process.env,
    ...stage.env,
    BENCH_WORK: load.work,
    BENCH_WARM_UP: String(load.warmUp),
    BENCH_JOBS: String(load.jobs),
    BENCH_IN_FLIGHT: String(load.inFlight),
    ...(load.perSecond === undefined ? {} : { BENCH_PER_SECOND: String(load.perSecond) }),
  };
  await using workers = new AsyncDisposableStack();
  const running: Subprocess[] = [];
  for (const argv of stage.workers) running.push(workers.use(await readySubprocess(argv, env)));
  const pids = [stage.serverPid, ...running.map(({ pid }) => pid)];
  const { seconds, p50Ms, p99Ms, ownTreeMicros, watchedTreeMicros } = await runLoaded(stage.submitter, env, pids);
  const [server = Number.NaN, ...ofWorkers] = watchedTreeMicros;
  await judgeEnds(stage, running, load);
  const perJob = (micros: number): number => micros / load.jobs;
  return {
    jobsPerSecond: load.jobs / seconds,
    p50Ms,
    p99Ms,
    cpuMicros: {
      submitter: perJob(ownTreeMicros),
      worker: perJob(ofWorkers.reduce((sum, one) => sum + one, 0)),
      server: perJob(server),
    },
  };
}

/** @throws Error when a job was lost or done twice */
async function judgeEnds(stage: Stage, workers: readonly Subprocess[], { warmUp, jobs, work }: Load): Promise<void> {
  const stored = await stage.ended?.();
  const lines: string[] = [];
  for (const worker of workers) lines.push(await worker.stop());
  const ended = stored ?? lines.reduce((sum, line) => sum + tallyOf(line), 0);
  const submitted = (warmUp + jobs) * STEPS[work];
  if (ended !== submitted) throw new Error(`${ended} steps were done, not ${submitted}`);
}
