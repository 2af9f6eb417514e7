import type { SkillRequest } from '../ports.ts';
import type { RunState, TaskRecord } from './state.ts';

/** The command of an open task, from what the chain holds alone: whoever builds it builds the same. */
export function skillRequest(state: RunState, task: TaskRecord): SkillRequest | undefined {
  const lock = state.lock.get(task.taskId);
  const { dispatched } = task;
  if (lock === undefined || dispatched === undefined) return undefined;
  const { idempotencyKey, input, workspace, notAfter } = dispatched.value;
  const { promotion } = state;
  return {
    runId: state.runId,
    taskId: task.taskId,
    iteration: task.iteration,
    idempotencyKey,
    skill: { name: lock.skill, version: lock.version, descriptorDigest: lock.descriptorDigest },
    pool: lock.pool,
    input,
    ...(workspace === undefined ? {} : { workspace }),
    timeouts: lock.timeouts,
    retry: lock.retry,
    notAfterMs: Date.parse(notAfter),
    // The promotion decision is what allows a promoting skill to run: its id and its place on the chain.
    ...(task.purpose === 'promote' && promotion !== undefined
      ? { authorizedBy: { decisionId: promotion.value.decision.decisionId, sequence: promotion.sequence } }
      : {}),
    submittedBy: state.submitted.value.submittedBy,
    causationId: dispatched.evidence.id,
  };
}
