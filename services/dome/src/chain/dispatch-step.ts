// The intent comes before the command: `tasks-dispatched` carries everything that a command needs, so that a command
// can be published again at any time without effect. If an input cannot be evaluated, its task is settled without a
// job.
import { LIMITS, jobIdFor, taskIdempotencyKey, toDomeError } from '@dome/contracts';
import type { DispatchedTask, SettledTask, WorkspaceRef } from '@dome/contracts';
import { createMeasure, fillTemplates, requireBounded } from '@dome/planning';
import type { Measure, Scope } from '@dome/planning';
import { currentTask, plannedTask } from '@dome/runs';
import type { RunState, StartedWave, TaskNode } from '@dome/runs';

import { promotionScope } from '../promotion/decide.ts';
import { rehearsedPromotion } from '../promotion/rehearsal.ts';
import { inputScope } from './scope.ts';
import { append } from './step.ts';
import type { Conditions, Step } from './step.ts';
import { takeWithin } from './take-within.ts';
import { remedyWorkspace } from './waves.ts';

/** Half a message: the rest is for the envelope and anything not counted. */
export const EVENT_BYTES_MAX = LIMITS.messageBytes / 2;
/** Once expressions have taken this many steps, no further input is evaluated. */
export const WORK_MAX = LIMITS.expressionSteps / 4;

/** The next intent of the wave, or undefined if everything in it is dispatched or settled. */
export function dispatchStep(state: RunState, wave: StartedWave, conditions: Conditions): Step | undefined {
  const pending = wave.tasks.filter((taskId) => currentTask(state, taskId)?.state === 'pending');
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

/**
 * L11: the inputs of a wide wave may be minutes of work, so a step ends early, even though one input alone may use all
 * of it.
 */
function* intentsOf(
  state: RunState,
  taskIds: readonly string[],
  conditions: Conditions,
): Generator<DispatchedTask | SettledTask> {
  const scopes = scopesOf(state);
  let spent = 0;
  for (const taskId of taskIds) {
    const measure = createMeasure();
    yield intentOf(state, taskId, { conditions, scopes, measure });
    spent += measure.spent;
    if (spent >= WORK_MAX) return;
  }
}

/** The names depend only on the purpose of a task: a wave of hundreds gathers the earlier results once. */
function scopesOf(state: RunState): (node: TaskNode) => Scope {
  const made = new Map<TaskNode['purpose'], Scope>();
  return (node) => {
    const scope = made.get(node.purpose) ?? inputScope(state, node);
    made.set(node.purpose, scope);
    return scope;
  };
}

interface Making {
  readonly conditions: Conditions;
  readonly scopes: (node: TaskNode) => Scope;
  readonly measure: Measure;
}

function intentOf(
  state: RunState,
  taskId: string,
  { conditions, scopes, measure }: Making,
): DispatchedTask | SettledTask {
  const { runId, iteration } = state;
  const key = { taskId, iteration };
  try {
    const { node, lock } = plannedTask(state, taskId);
    const idempotencyKey = taskIdempotencyKey({ runId, ...key });
    const workspace = lock.needsWorkspace === 'none' ? undefined : workspaceFor(state, node);
    const { queueMs, totalMs } = lock.timeouts;
    return {
      ...key,
      idempotencyKey,
      jobId: jobIdFor(idempotencyKey),
      input: boundedInput({ ...fillTemplates(node.input, scopes(node), measure), ...promoted(state, node) }),
      ...(workspace === undefined ? {} : { workspace }),
      notAfter: new Date(conditions.nowMs + Math.min(queueMs, totalMs)).toISOString(),
      settleBy: new Date(conditions.nowMs + totalMs).toISOString(),
    };
  } catch (error) {
    return { ...key, result: 'error', problem: toDomeError(error).toProblem() };
  }
}

/** Where and what a skill promotes is said by the decision, never by the plan; one that is tried promotes nowhere. */
function promoted(state: RunState, node: TaskNode): { readonly promotion?: Record<string, string> } {
  const { rehearsal } = state.submitted.value;
  if (rehearsal !== undefined) return { promotion: rehearsedPromotion(rehearsal) };
  return node.purpose === 'promote' && state.promotion !== undefined
    ? { promotion: promotionScope(state.promotion.value) }
    : {};
}

/** A later remedy wave works on the workspace that an earlier one returned. */
const workspaceFor = (state: RunState, node: TaskNode): WorkspaceRef | undefined =>
  node.purpose === 'remedy' ? (remedyWorkspace(state) ?? state.workspace) : state.workspace;

function boundedInput(input: Record<string, unknown>): Record<string, unknown> {
  requireBounded(input, 'input');
  return input;
}
