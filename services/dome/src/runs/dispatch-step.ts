// The intent comes before the command: `tasks-dispatched` carries all that a command needs, so that a command can be
// published again at any time and meets itself. An input that cannot be had settles its task without a job.
import { DomeError, LIMITS, jobIdFor, taskIdempotencyKey, toDomeError } from '@dome/contracts';
import type { DispatchedTask, PlanLockEntry, SettledTask, WorkspaceRef } from '@dome/contracts';

import type { TaskNode } from '../planning/shape.ts';
import { EXPRESSION_LIMITS } from '../expressions/expression.ts';
import { stepsSpent } from '../expressions/meter.ts';
import { fillTemplates } from '../expressions/template.ts';
import { requireBounded } from '../value-bounds.ts';
import { inputScope } from './scope.ts';
import { taskRecord } from './state.ts';
import type { RunState, StartedWave } from './state.ts';
import { append } from './step.ts';
import type { Conditions, Step } from './step.ts';
import { takeWithin } from './take-within.ts';
import { remedyWorkspace } from './waves.ts';

/** Half a message: the rest is for the envelope and what nobody counted. */
export const EVENT_BYTES_MAX = LIMITS.messageBytes / 2;

/** The next intent of the wave, or undefined when all of it is dispatched or settled. */
export function dispatchStep(state: RunState, wave: StartedWave, conditions: Conditions): Step | undefined {
  const pending = wave.tasks.filter((taskId) => {
    const task = taskRecord(state, taskId);
    return task?.dispatched === undefined && task?.settled === undefined;
  });
  if (pending.length === 0) return undefined;
  const intents = takeWithin(intentsOf(state, pending, conditions), EVENT_BYTES_MAX);
  const refused = intents.flatMap((intent) => ('result' in intent ? [intent] : []));
  const { runId, iteration } = state;
  if (refused.length > 0) {
    return append({ type: 'dev.dome.run.tasks-settled.v1', data: { runId, tasks: refused } });
  }
  const tasks = intents.flatMap((intent) => ('result' in intent ? [] : [intent]));
  return append({ type: 'dev.dome.run.tasks-dispatched.v1', data: { runId, iteration, wave: wave.wave, tasks } });
}

/** L11: the inputs of a wide wave may be minutes of work, so a step ends where as much is spent as one input may cost. */
function* intentsOf(
  state: RunState,
  taskIds: readonly string[],
  conditions: Conditions,
): Generator<DispatchedTask | SettledTask> {
  const before = stepsSpent();
  for (const taskId of taskIds) {
    yield intentOf(state, taskId, conditions);
    if (stepsSpent() - before >= EXPRESSION_LIMITS.steps) return;
  }
}

function intentOf(state: RunState, taskId: string, conditions: Conditions): DispatchedTask | SettledTask {
  const { runId, iteration } = state;
  try {
    const { node, lock } = knownTask(state, taskId);
    const idempotencyKey = taskIdempotencyKey({ runId, taskId, iteration });
    const workspace = lock.needsWorkspace === 'none' ? undefined : workspaceFor(state, node);
    const { queueMs, totalMs } = lock.timeouts;
    return {
      ...{ taskId, iteration, idempotencyKey, jobId: jobIdFor(idempotencyKey) },
      input: boundedInput(fillTemplates(node.input, inputScope(state, node))),
      ...(workspace === undefined ? {} : { workspace }),
      notAfter: new Date(conditions.nowMs + Math.min(queueMs, totalMs)).toISOString(),
      settleBy: new Date(conditions.nowMs + totalMs).toISOString(),
    };
  } catch (error) {
    return { taskId, iteration, result: 'error', problem: toDomeError(error).toProblem() };
  }
}

function knownTask(state: RunState, taskId: string): { node: TaskNode; lock: PlanLockEntry } {
  const node = state.shape.tasks.get(taskId);
  const lock = state.lock.get(taskId);
  if (node === undefined || lock === undefined) {
    throw new DomeError('INTERNAL', { detail: `the plan or its lock has no task ${taskId}` });
  }
  return { node, lock };
}

/** A later remedy wave works on what an earlier one returned. */
const workspaceFor = (state: RunState, node: TaskNode): WorkspaceRef | undefined =>
  node.purpose === 'remedy' ? (remedyWorkspace(state) ?? state.workspace) : state.workspace;

function boundedInput(input: Record<string, unknown>): Record<string, unknown> {
  requireBounded(input, 'input');
  return input;
}
