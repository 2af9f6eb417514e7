import type { JobRef } from '@dome/contracts';
import { plannedTask } from '@dome/runs';
import type { EndedTask, OpenTask, RunState } from '@dome/runs';

import type { SkillRequest } from '../ports.ts';
import { commandTrace } from '../tracing/run-trace.ts';

/** A task that has become a job. */
export type TaskWithJob = OpenTask | (EndedTask & Pick<OpenTask, 'dispatched'>);

export function jobOf(state: RunState, { key, dispatched }: TaskWithJob): JobRef {
  const { lock } = plannedTask(state, key.taskId);
  return { skill: lock.skill, runId: state.runId, jobId: dispatched.value.jobId };
}

/** The command of an open task, built from the chain alone, so that every replica builds the same. */
export function skillRequest(state: RunState, task: OpenTask): SkillRequest {
  const { lock } = plannedTask(state, task.key.taskId);
  const { idempotencyKey, input, workspace, notAfter } = task.dispatched.value;
  const { promotion } = state;
  return {
    runId: state.runId,
    ...task.key,
    idempotencyKey,
    skill: { name: lock.skill, version: lock.version, descriptorDigest: lock.descriptorDigest },
    pool: lock.pool,
    input,
    ...(workspace === undefined ? {} : { workspace }),
    timeouts: lock.timeouts,
    retry: lock.retry,
    ...(lock.concurrency === undefined ? {} : { concurrency: lock.concurrency }),
    notAfterMs: Date.parse(notAfter),
    // The promotion decision authorises a promoting skill: its id and its sequence on the chain.
    ...(task.purpose === 'promote' && promotion !== undefined
      ? { authorizedBy: { decisionId: promotion.value.decision.decisionId, sequence: promotion.sequence } }
      : {}),
    ...(state.submitted.value.rehearsal === undefined ? {} : { rehearsal: true }),
    submittedBy: state.submitted.value.submittedBy,
    causationId: task.dispatched.evidence.id,
    ...commandTrace(state, task.key),
  };
}
