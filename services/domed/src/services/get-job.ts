// The state of a job according to its chain. An empty chain says nothing: the job is queued, or unknown.
import { isTerminal, lockWaitOf } from '@dome/contracts';
import type { JobGetReply, JobGetRequest, JobId, JobRef, LockWait } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { lockView } from '../locks/lock-views.ts';
import type { ChainMessage, JobStore, Ledger, LockStore } from '../ports.ts';

export interface GetJobPorts {
  readonly jobs: JobStore;
  readonly ledger: Ledger;
  readonly lockTables: Pick<LockStore, 'list'>;
  readonly clock: Clock;
}

export async function getJob(request: JobGetRequest, ports: GetJobPorts): Promise<JobGetReply> {
  // Checked by the schema of the request.
  const jobId = request.jobId as JobId;
  const { job, chain } = await chainOf({ ...request, jobId }, ports);
  const last = chain.at(-1);
  const waitsFor = mayWait(last) ? await waitOf(jobId, ports) : undefined;
  return {
    jobId,
    ...(job === undefined ? {} : { skill: job.skill, runId: job.runId }),
    state: last?.phase ?? 'queued-or-unknown',
    chain: chain.map(({ phase, sequence, id, timeMs, entry }) => ({
      phase,
      sequence,
      id,
      time: new Date(timeMs).toISOString(),
      ...(entry.attempt === 0 ? {} : { attempt: entry.attempt }),
    })),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(last !== undefined && isTerminal(last.phase) ? { terminal: { ...last.data } } : {}),
  };
}

const mayWait = (last: ChainMessage | undefined): boolean => last === undefined || last.phase === 'retrying';

/** The tables of locks say what is so now, where a note says what was so when the job began to wait. */
async function waitOf(jobId: JobId, { lockTables, clock }: GetJobPorts): Promise<LockWait | undefined> {
  const tables = await lockTables.list();
  const table = tables.find(({ waiting }) => waiting.some((of) => of.jobId === jobId));
  return table === undefined ? undefined : lockWaitOf(lockView(table, clock.now()), jobId);
}

interface Found {
  readonly job: JobRef | undefined;
  readonly chain: readonly ChainMessage[];
}

/** The ledger knows the job as soon as a daemon has claimed it; before that a chain can only contain its cancel. */
async function chainOf(
  { jobId, skill, runId }: { readonly jobId: JobId; readonly skill?: string; readonly runId?: string },
  { jobs, ledger }: GetJobPorts,
): Promise<Found> {
  if (skill !== undefined && runId !== undefined) {
    const job = { skill, runId, jobId };
    return { job, chain: (await jobs.read(job)).chain };
  }
  const owner = await ledger.read(jobId);
  const isMeant =
    owner !== undefined && (skill ?? owner.skill) === owner.skill && (runId ?? owner.runId) === owner.runId;
  if (isMeant) {
    const job = { skill: owner.skill, runId: owner.runId, jobId };
    return { job, chain: (await jobs.read(job)).chain };
  }
  const found = await jobs.find({
    jobId,
    ...(skill === undefined ? {} : { skill }),
    ...(runId === undefined ? {} : { runId }),
  });
  const [first] = found;
  if (first === undefined) return { job: undefined, chain: [] };
  const { job } = first;
  return { job, chain: found.filter((one) => one.job.skill === job.skill && one.job.runId === job.runId) };
}
