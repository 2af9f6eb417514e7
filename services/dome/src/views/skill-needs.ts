// Which versions of skills open runs need: those that a task is locked to and may still be sent to. What may run again counts,
// because a gate may send the run round once more; so a version is said to be needed for too long rather than not long enough.
import { LIMITS } from '@dome/contracts';
import type { NeededSkill, PlanLockEntry, RunSummary } from '@dome/contracts';
import { currentTask, isOpen, runSummary } from '@dome/runs';
import type { RunState } from '@dome/runs';

/** What one task of a plan lock says of its skill. */
export type LockedTask = Pick<PlanLockEntry, 'taskId' | 'purpose' | 'pool' | 'skill' | 'version' | 'descriptorDigest'>;

export function lockedTasks(state: RunState): LockedTask[] {
  return [...state.lock.values()].map(({ taskId, purpose, pool, skill, version, descriptorDigest }) => {
    return { taskId, purpose, pool, skill, version, descriptorDigest };
  });
}

/** The tasks that have not ended, or may run again. */
function tasksAhead(state: RunState, lock: readonly LockedTask[]): LockedTask[] {
  if (state.finished !== undefined) return [];
  const open = new Set([...state.tasks.values()].filter(isOpen).map(({ key }) => key.taskId));
  return lock.filter((task) => open.has(task.taskId) || (state.cancel === undefined && isAhead(state, task)));
}

function isAhead(state: RunState, { taskId, purpose }: LockedTask): boolean {
  const hasEnded = currentTask(state, taskId)?.state === 'settled';
  if (purpose === 'promote') return !hasEnded;
  if (state.promotion !== undefined) return false;
  const { remedyWaves, maxIterations } = state.shape;
  const mayGoRound = remedyWaves.length > 0 && state.iteration < maxIterations;
  return mayGoRound || (purpose === 'check' && !hasEnded);
}

export interface OpenRunTasks {
  readonly run: RunSummary;
  /** Those ahead. */
  readonly tasks: readonly LockedTask[];
}

export function openRunTasks(state: RunState, lock: readonly LockedTask[]): OpenRunTasks {
  return { run: runSummary(state), tasks: tasksAhead(state, lock) };
}

export interface NeedsAsked {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly pool?: string | undefined;
}

/** Each version that the runs need, under its cursor, in the order of pool, name, version and descriptor. */
export function neededSkills(runs: readonly OpenRunTasks[], asked: NeedsAsked): { key: string; skill: NeededSkill }[] {
  const found = new Map<string, { readonly task: LockedTask; readonly runs: Map<RunSummary, string[]> }>();
  for (const { run, tasks } of runs) {
    for (const task of tasks.filter((one) => isAsked(one, asked))) {
      const key = `${task.pool}.${task.skill}.${task.version}.${task.descriptorDigest}`;
      const entry = found.get(key) ?? { task, runs: new Map<RunSummary, string[]>() };
      found.set(key, entry);
      entry.runs.set(run, [...(entry.runs.get(run) ?? []), task.taskId]);
    }
  }
  return [...found]
    .map(([key, { task, runs: needing }]) => ({ key, skill: neededSkill(task, needing) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function isAsked({ skill, version, pool }: LockedTask, asked: NeedsAsked): boolean {
  return (asked.name ?? skill) === skill && (asked.version ?? version) === version && (asked.pool ?? pool) === pool;
}

function neededSkill(task: LockedTask, runs: ReadonlyMap<RunSummary, readonly string[]>): NeededSkill {
  const { pool, skill: name, version, descriptorDigest } = task;
  const oldest = [...runs]
    .toSorted(([a], [b]) => (a.submittedAt < b.submittedAt ? -1 : 1))
    .slice(0, LIMITS.neededShown)
    .map(([{ runId, state, submittedAt }, tasks]) => {
      return { runId, state, submittedAt, tasks: tasks.slice(0, LIMITS.neededShown) };
    });
  const since = oldest[0]?.submittedAt ?? '';
  return { pool, name, version, descriptorDigest, runs: runs.size, since, oldest };
}
