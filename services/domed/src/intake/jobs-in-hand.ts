// Everything in hand, by the sequence of its command and by its job. News of a job, live or from a read, is passed to
// the job in hand. Live messages are hints: they come earlier than a read would, and a read follows with every
// heartbeat and after every gap.
import type { Logger } from '@dome/runtime';

import type { JobStore, LiveJobs } from '../ports.ts';
import { fieldsOf } from '../tracing/log-fields.ts';
import type { JobInHand } from './job-in-hand.ts';

export interface JobsInHand extends Disposable {
  readonly size: number;
  readonly all: Iterable<JobInHand>;
  get(commandSequence: number): JobInHand | undefined;
  add(job: JobInHand): void;
  /** Once its command is read, it can be found by its job. */
  name(job: JobInHand): void;
  remove(job: JobInHand): void;
  /** Reads what happened to the job of a running attempt. */
  ask(job: JobInHand): Promise<void>;
}

export interface JobsInHandPorts {
  readonly live: LiveJobs;
  readonly jobs: Pick<JobStore, 'glance'>;
  readonly logger: Logger;
}

interface Named {
  readonly skill: string;
  readonly runId: string;
  readonly jobId: string;
}

const isHearing = ({ state }: JobInHand): boolean => state === 'running' || state === 'locking';

export function createJobsInHand({ live, jobs, logger }: JobsInHandPorts): JobsInHand {
  const bySequence = new Map<number, JobInHand>();
  const byJob = new Map<string, readonly JobInHand[]>();

  const named = (of: Named): readonly JobInHand[] =>
    (byJob.get(of.jobId) ?? []).filter(({ command }) => command?.skill === of.skill && command.runId === of.runId);
  const ask = async (job: JobInHand): Promise<void> => {
    const { command } = job;
    if (command === undefined || !isHearing(job)) return;
    try {
      job.learn(await jobs.glance(command));
    } catch (err) {
      // If the chain cannot be read, the heartbeat decides alone.
      logger.warn({ err, ...fieldsOf(command) }, 'the chain of a running job cannot be read now');
    }
  };
  const listening = [
    live.onTransition((transition) => {
      for (const job of named(transition)) {
        if (isHearing(job)) job.learn({ lastSequence: transition.sequence(), cancel: undefined });
      }
    }),
    live.onCancel((of) => {
      for (const job of named(of)) job.learn({ lastSequence: 0, cancel: of.cancel });
    }),
    live.onGap(() => {
      for (const job of bySequence.values()) void ask(job);
    }),
  ];

  return {
    get size() {
      return bySequence.size;
    },
    get all() {
      return bySequence.values();
    },
    get: (sequence) => bySequence.get(sequence),
    add: (job) => void bySequence.set(job.message.streamSequence, job),
    name: (job) => {
      const jobId = job.command?.jobId;
      if (jobId === undefined) return;
      const others = byJob.get(jobId);
      byJob.set(jobId, others === undefined ? [job] : [...others, job]);
    },
    remove: (job) => {
      bySequence.delete(job.message.streamSequence);
      const jobId = job.command?.jobId;
      if (jobId === undefined) return;
      const left = byJob.get(jobId)?.filter((other) => other !== job) ?? [];
      if (left.length === 0) byJob.delete(jobId);
      else byJob.set(jobId, left);
    },
    ask,
    [Symbol.dispose]: () => {
      for (const one of listening) one[Symbol.dispose]();
    },
  };
}
