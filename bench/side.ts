// One side of the comparison, measured once: a broker of its own with the topology and the accounts of the product, a
// worker, a submitter. What the submitter counts is bounded by two lines that it prints; processor time is read at both.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { startBroker } from '@dome/broker';
import { applyTopology, connectBus, declaredTopology, skillDurable } from '@dome/bus';
import { renderAccounts } from '@dome/contracts';

import { cpuMicros } from './cpu.ts';
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

/** A fresh broker for each measurement: neither side meets what the other left. */
export async function measure(side: Side, load: Load): Promise<Measured> {
  await using broker = await startBroker({ config: renderAccounts({ people: ['ada'], password: () => PASSWORD }) });
  await provision(broker.url);
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
  const measured = await submit(side, env, { worker: worker.pid, broker: broker.pid, jobs: load.jobs });
  await worker.stop();
  return measured;
}

async function provision(servers: string): Promise<void> {
  for (const account of ['DOMED', 'DOME'] as const) {
    const user = account === 'DOMED' ? 'domed-provisioner' : 'dome-provisioner';
    const nc = await connectBus({ servers, user, password: PASSWORD, name: user, inboxPrefix: `_INBOX_${user}` });
    await applyTopology(nc, declaredTopology({ account, skills: [{ pool: 'default', skill: 'noop' }] }));
    await nc.close();
  }
}

interface Watched {
  readonly worker: number;
  readonly broker: number;
  readonly jobs: number;
}

async function submit(side: Side, env: NodeJS.ProcessEnv, watched: Watched): Promise<Measured> {
  const submitter = spawn(process.execPath, [...side.submitter], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const now = () => ({ worker: cpuMicros(watched.worker), broker: cpuMicros(watched.broker) });
  let before = now();
  for await (const line of createInterface({ input: submitter.stdout })) {
    const after = now();
    const said = JSON.parse(line) as { msg: string; seconds: number; cpuMicros: number };
    if (said.msg === 'begin') before = after;
    if (said.msg !== 'end') continue;
    const perJob = (micros: number): number => micros / watched.jobs;
    return {
      jobsPerSecond: watched.jobs / said.seconds,
      cpu: {
        submitter: perJob(said.cpuMicros),
        worker: perJob(after.worker - before.worker),
        broker: perJob(after.broker - before.broker),
      },
    };
  }
  throw new Error(`the submitter of ${side.name} ended without a report`);
}
