// One side of the comparison, measured once: a broker of its own with the product's topology and accounts, a worker, a
// submitter. Two lines that the submitter prints bound what is counted; processor time is read at both.
import { runLoaded } from './loaded.ts';
import { openPlanes } from './planes.ts';
import { readySubprocess } from './subprocess.ts';

export interface Side {
  readonly name: string;
  readonly worker: readonly string[];
  readonly submitter: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Load {
  /** Jobs before those that are counted. */
  readonly warmUp: number;
  readonly jobs: number;
  readonly inFlight: number;
}

export interface Measured {
  readonly jobsPerSecond: number;
  /** Microseconds of processor time for each job. */
  readonly cpu: { readonly submitter: number; readonly worker: number; readonly broker: number };
  /** Of the worker with all that it started, for each job. */
  readonly workerTree: number;
}

/** A fresh broker for each measurement: neither side is affected by what the other left. */
export async function measure(side: Side, load: Load): Promise<Measured> {
  await using planes = await openPlanes();
  const { broker } = planes;
  const env = {
    ...process.env,
    ...planes.env,
    BENCH_WARM_UP: String(load.warmUp),
    BENCH_JOBS: String(load.jobs),
    BENCH_IN_FLIGHT: String(load.inFlight),
    ...side.env,
  };
  await using worker = await readySubprocess(side.worker, env);
  const { seconds, ownMicros, watchedMicros, watchedTreeMicros } = await runLoaded(side.submitter, env, [
    worker.pid,
    broker.pid,
  ]);
  await worker.stop();
  const [submitterCpu = Number.NaN, workerCpu = Number.NaN, brokerCpu = Number.NaN] = [ownMicros, ...watchedMicros].map(
    (micros) => micros / load.jobs,
  );
  return {
    jobsPerSecond: load.jobs / seconds,
    cpu: { submitter: submitterCpu, worker: workerCpu, broker: brokerCpu },
    workerTree: (watchedTreeMicros[0] ?? Number.NaN) / load.jobs,
  };
}
