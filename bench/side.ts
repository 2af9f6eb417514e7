// One side of the comparison, measured once: a broker of its own with the product's topology and accounts, a worker, a
// submitter. Two lines that the submitter prints bound what is counted; processor time is read at both.
import { startBroker } from '@dome/broker';
import type { Broker } from '@dome/broker';
import { connectBus, skillDurable } from '@dome/bus';
import { applyTopology, declaredTopology } from '@dome/bus/provision';
import { renderAccounts } from '@dome/contracts';

import { runLoaded } from './loaded.ts';
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
}

const PASSWORD = 'bench';

/** A fresh broker for each measurement: neither side is affected by what the other left. */
export async function measure(side: Side, load: Load): Promise<Measured> {
  await using broker = await startBroker({ config: renderAccounts({ people: ['ada'], password: () => PASSWORD }) });
  await provision(broker);
  const env = {
    ...process.env,
    BENCH_URL: broker.url,
    BENCH_WARM_UP: String(load.warmUp),
    BENCH_JOBS: String(load.jobs),
    BENCH_IN_FLIGHT: String(load.inFlight),
    BENCH_DURABLE: skillDurable({ pool: 'default', skill: 'noop' }),
    DOME_NATS_URL: broker.url,
    DOME_NATS_PASSWORD: PASSWORD,
    ...side.env,
  };
  await using worker = await readySubprocess(side.worker, env);
  const { seconds, ownMicros, watchedMicros } = await runLoaded(side.submitter, env, [worker.pid, broker.pid]);
  await worker.stop();
  const [submitterCpu = Number.NaN, workerCpu = Number.NaN, brokerCpu = Number.NaN] = [ownMicros, ...watchedMicros].map(
    (micros) => micros / load.jobs,
  );
  return {
    jobsPerSecond: load.jobs / seconds,
    cpu: { submitter: submitterCpu, worker: workerCpu, broker: brokerCpu },
  };
}

async function provision({ url: servers, storeBytesMax }: Broker): Promise<void> {
  const overrides = { storeBytesMax };
  for (const account of ['DOMED', 'DOME'] as const) {
    const user = account === 'DOMED' ? 'domed-provisioner' : 'dome-provisioner';
    const nc = await connectBus({ servers, user, password: PASSWORD, name: user, inboxPrefix: `_INBOX_${user}` });
    await applyTopology(nc, declaredTopology({ account, skills: [{ pool: 'default', skill: 'noop' }], overrides }));
    await nc.close();
  }
}
