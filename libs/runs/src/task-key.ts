// Which task of a run is meant. On the wire the members stand beside others; inside they stay together, so that any further
// member that tells two tasks apart is added here and nowhere else.

export interface TaskKey {
  /** The task of the plan. */
  readonly taskId: string;
  /** From 1. */
  readonly iteration: number;
}

/** The key alone, of anything that says which task it is about. */
export const taskKeyOf = ({ taskId, iteration }: TaskKey): TaskKey => ({ taskId, iteration });

/** Equal keys have the same text, different keys different texts: names contain no `_`. */
export const taskKeyText = ({ taskId, iteration }: TaskKey): string => `${taskId}_${iteration}`;

/** By iteration, then by name. */
export const byTaskKey = (a: TaskKey, b: TaskKey): number =>
  a.iteration - b.iteration || (a.taskId < b.taskId ? -1 : a.taskId > b.taskId ? 1 : 0);
