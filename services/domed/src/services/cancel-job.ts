// Any daemon can cancel any job: it asks the ledger and the chain, never the daemon that runs it. A cancel may be
// repeated; the answer is the outcome of the terminal that won, or `pending` if none came in time.
import { DomeError, isTerminal, LIMITS } from '@dome/contracts';
import type { Identity, JobCancelReply, JobCancelRequest, JobId } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { decideCancel } from '../claim/cancel.ts';
import type { CancelAction } from '../claim/cancel.ts';
import type { JobIdentity } from '../job.ts';
import type { JobRecord, JobStore, Ledger, LiveJobs } from '../ports.ts';

export interface CancelPorts {
  readonly jobs: JobStore;
  readonly ledger: Ledger;
  readonly live: LiveJobs;
  readonly clock: Clock;
}

/**
 * How often the chain is read while waiting for the terminal: live messages are only hints, and a success is not heard.
 */
const READ_EVERY_MS = 250;

export async function cancelJob(request: JobCancelRequest, by: Identity, ports: CancelPorts): Promise<JobCancelReply> {
  const job = identityOf(request);
  const untilMs = ports.clock.monotonicMs() + LIMITS.cancelAnswerMs;
  using ended = terminalOf(job, ports);
  for (;;) {
    const [ledger, record] = await Promise.all([ports.ledger.read(job.jobId), ports.jobs.read(job)]);
    const action = decideCancel({
      target: job,
      ledger,
      cancelNoted: record.notes.cancel !== undefined,
      chain: record.chain.map(({ entry }) => entry),
    });
    switch (action.kind) {
      case 'notFound':
        throw notFound(job, action.owner);
      case 'answer':
        return { jobId: job.jobId, outcome: action.outcome, ...lastOf(record) };
      case 'writeCanceled':
        await writeCanceled(job, { action, request, by, jobs: ports.jobs });
        break;
      case 'note':
        await ports.jobs.note(
          job,
          { note: 'cancel-requested', data: { ...subjectOf(job), by, ...reasonOf(request) } },
          {},
        );
        break;
      case 'wait':
        if (ports.clock.monotonicMs() >= untilMs) return { jobId: job.jobId, outcome: 'pending', ...lastOf(record) };
        await ended.within(Math.min(READ_EVERY_MS, untilMs - ports.clock.monotonicMs()));
    }
  }
}

interface CancelWrite {
  readonly action: Extract<CancelAction, { kind: 'writeCanceled' }>;
  readonly request: JobCancelRequest;
  readonly by: Identity;
  readonly jobs: JobStore;
}

/** Whether stored or refused by the broker, the chain is read again. */
async function writeCanceled(job: JobIdentity, { action, request, by, jobs }: CancelWrite): Promise<void> {
  const { expectedSequence, outcome } = action;
  await jobs.append({
    phase: 'canceled',
    job,
    attempt: 0,
    expectedSequence,
    cause: {},
    data: { ...subjectOf(job), result: 'cancellation', outcome, by, ...reasonOf(request) },
  });
}

function identityOf({ skill, runId, jobId, taskId, iteration }: JobCancelRequest): JobIdentity {
  // Checked by the schema of the request.
  return { skill, runId, taskId, iteration, jobId: jobId as JobId };
}

function subjectOf({ runId, taskId, iteration, jobId }: JobIdentity) {
  return { runId, taskId, iteration, jobId };
}

function reasonOf({ reason }: JobCancelRequest): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

function lastOf({ chain }: JobRecord): { phase?: string; sequence?: number } {
  const last = chain.at(-1);
  return last === undefined ? {} : { phase: last.phase, sequence: last.sequence };
}

function notFound(job: JobIdentity, owner: { readonly skill: string; readonly runId: string }): DomeError {
  const detail = `The job ${job.jobId} is of skill ${owner.skill} in run ${owner.runId}.`;
  return new DomeError('NOT_FOUND', { detail, skill: owner.skill, runId: owner.runId });
}

interface TerminalWatch extends Disposable {
  /** Resolves when the terminal is heard, or after the time. */
  within(ms: number): Promise<void>;
}

function terminalOf(job: JobIdentity, { live, clock }: CancelPorts): TerminalWatch {
  const heard = Promise.withResolvers<void>();
  const listening = live.onTransition(({ skill, jobId, runId, phase }) => {
    const isOfJob = jobId === job.jobId && runId === job.runId && skill === job.skill;
    if (isOfJob && isTerminalName(phase)) heard.resolve();
  });
  return {
    within: async (ms) => {
      const late = Promise.withResolvers<void>();
      using _timer = clock.after(ms, late.resolve);
      await Promise.race([heard.promise, late.promise]);
    },
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}

const TERMINAL_NAMES = ['succeeded', 'failed', 'refused', 'canceled', 'timed-out', 'parked'] as const;

function isTerminalName(phase: string): boolean {
  return TERMINAL_NAMES.some((known) => known === phase && isTerminal(known));
}
