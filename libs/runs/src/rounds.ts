// The tasks of one round in the plan, including those that have not started.
import type { RunState } from './state.ts';
import { taskAt } from './state.ts';
import type { PendingTask, TaskState } from './task-state.ts';

/**
 * Checks in the order of their waves, then the started tasks of the remedy, then the promotion, which waits for the last
 * round, whichever that is.
 */
export function tasksOfRound(state: RunState, iteration: number): TaskState[] {
  const { checkWaves, remedyWaves, document } = state.shape;
  const checks = checkWaves.flatMap((tasks, index) =>
    tasks.map((taskId): TaskState => {
      const key = { taskId, iteration };
      return taskAt(state, key) ?? { key, wave: index + 1, purpose: 'check', state: 'pending' };
    }),
  );
  const remedy = remedyWaves.flat().flatMap((taskId) => taskAt(state, { taskId, iteration }) ?? []);
  const promotion = document.promotion?.task.id;
  return [
    ...checks,
    ...remedy,
    ...(promotion === undefined ? [] : promotionOf(state, { taskId: promotion, iteration })),
  ];
}

function promotionOf(state: RunState, key: PendingTask['key']): TaskState[] {
  const started = taskAt(state, key);
  if (started !== undefined) return [started];
  const isLast = key.iteration === Math.max(1, state.iteration);
  return isLast ? [{ key, wave: state.shape.checkWaves.length + 1, purpose: 'promote', state: 'pending' }] : [];
}
