// A run whose jobs wait for a lock does not run: what a list says of it. Pure.
import type { LockHolder, LockView, RunSummary } from '@dome/contracts/portable';
import { isOpen, notedWait, presentWait, plannedTask } from '@dome/runs/portable';
import type { JobActivity, JobWait, RunState } from '@dome/runs/portable';

import type { KnownRun } from './run-store.ts';

export interface OpenJob {
  readonly taskId: string;
  readonly skill: string;
  readonly runId: string;
  readonly jobId: string;
}

export interface SeenWait extends JobWait {
  /** Who holds it, and how many are before, is as of now; otherwise as of when the wait began. */
  readonly isNow: boolean;
}

/** By the id of the job. */
type SeenWaits = ReadonlyMap<string, SeenWait>;

/** Those that were sent, and that no end is known of. */
export const openJobs = (state: RunState): OpenJob[] =>
  state.finished !== undefined
    ? []
    : [...state.tasks.values()].filter(isOpen).map(({ key: { taskId }, dispatched }) => ({
        taskId,
        skill: plannedTask(state, taskId).lock.skill,
        runId: state.runId,
        jobId: dispatched.value.jobId,
      }));

/** @param locks undefined: whoever looks may not ask for them, or nobody answers. */
export function seenWaits(activities: readonly JobActivity[], locks: readonly LockView[] | undefined): SeenWaits {
  const byName = new Map(locks?.map((lock) => [lock.lock, lock]));
  return new Map(
    activities.flatMap((activity) => {
      const noted = notedWait(activity);
      if (noted === undefined) return [];
      const { jobId } = activity;
      const lock = byName.get(noted.lock);
      return [
        [jobId, { ...(lock === undefined ? noted : presentWait(lock, jobId, noted)), isNow: lock !== undefined }],
      ];
    }),
  );
}

/** With each of the jobs of the run that wait. */
export const waitsOf = (state: RunState, waits: SeenWaits): { readonly job: OpenJob; readonly wait: SeenWait }[] =>
  openJobs(state).flatMap((job) => {
    const wait = waits.get(job.jobId);
    return wait === undefined ? [] : [{ job, wait }];
  });

/** With each of its jobs that holds a lock, of those that are named. */
export const holdsOf = (
  { runId }: RunState,
  locks: readonly LockView[],
): { readonly task: string; readonly lock: LockView }[] =>
  locks.flatMap((lock) =>
    lock.holders
      .filter((holder) => holder.runId === runId)
      .map((holder) => ({ task: holderTask(holder) ?? `job ${holder.jobId}`, lock })),
  );

/** The line of a list: while all that was sent waits, the run waits. */
export function heldSummary({ state, summary }: KnownRun, waits: SeenWaits): RunSummary {
  const held = waits.size === 0 ? [] : waitsOf(state, waits);
  if (held.length === 0) return summary;
  const others = openJobs(state).filter(({ jobId }) => !waits.has(jobId));
  const texts = held.map(({ wait }) => seenWaitText(wait));
  if (others.length > 0) texts.push(`the end of ${others.map(({ taskId }) => taskId).join(', ')}`);
  const isHeld = others.length === 0 && summary.state === 'executing';
  return { ...summary, state: isHeld ? 'waiting' : summary.state, waitingFor: [...new Set(texts)].join('; ') };
}

/** `lock repo:checkout, held by release-abcdefgh/checkout and 1 more, 2 before it` */
export function seenWaitText(wait: SeenWait): string {
  const [first] = wait.heldBy;
  return `lock ${wait.lock}${first === undefined ? '' : `, held by ${holderText(first)}`}${restText(wait)}`;
}

/** What follows the first holder. */
export function restText({ heldBy, before, isNow }: SeenWait): string {
  const more = heldBy.length > 1 ? ` and ${heldBy.length - 1} more` : '';
  if (!isNow) return heldBy.length === 0 ? '' : `${more} when the wait began`;
  return `${more}, ${before === 0 ? 'nobody' : before} before it`;
}

/** The task, if the job is one of a plan: its id is made of the names of its run and its task. */
export function holderTask({ runId, jobId }: Pick<LockHolder, 'runId' | 'jobId'>): string | undefined {
  if (!jobId.startsWith(`${runId}_`)) return undefined;
  return jobId.slice(runId.length + 1).split('_')[0];
}

function holderText(holder: LockHolder): string {
  const task = holderTask(holder);
  return task === undefined ? `job ${holder.jobId}` : `${holder.runId}/${task}`;
}
