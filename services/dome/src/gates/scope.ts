// The scope of a run for expressions. Artifacts are found by name: `tasks.pack.artifacts["app.tgz"].digest`.
import { LIMITS } from '@dome/contracts';
import type { PlanLockEntry, SettledTask } from '@dome/contracts';
import { ABSENT } from '@dome/planning';
import type { Absent, Scope } from '@dome/planning';

export interface TaskEnd {
  readonly task: SettledTask;
  /** Whoever writes the plan names the task; what it did is known by its skill. */
  readonly lock: Pick<PlanLockEntry, 'skill' | 'version' | 'descriptorDigest'>;
}

export function taskScope(ends: readonly TaskEnd[]): Scope {
  return Object.fromEntries(
    ends.map(({ task, lock }) => [
      task.taskId,
      {
        skill: { name: lock.skill, version: lock.version, digest: lock.descriptorDigest },
        result: task.result,
        ...(task.output === undefined ? {} : { output: task.output }),
        artifacts: Object.fromEntries((task.artifacts ?? []).map((artifact) => [artifact.name, artifact])),
        ...(task.problem === undefined ? {} : { problem: task.problem }),
        [ABSENT]: absentOf(task),
      },
    ]),
  );
}

function absentOf(task: SettledTask): Absent {
  const { taskId, result, problem } = task;
  return {
    ...(task.output === undefined ? { output: whyNoOutput(task) } : {}),
    ...(problem === undefined ? { problem: `the task ${taskId} ended as ${result}, without a problem` } : {}),
  };
}

function whyNoOutput({ taskId, result, outputDigest, outputBytes }: SettledTask): string {
  if (outputBytes === undefined && outputDigest === undefined) {
    return result === 'skip'
      ? `the task ${taskId} was skipped, so it has no output`
      : `the task ${taskId} ended as ${result}, without an output`;
  }
  const limit = `expressions see at most ${LIMITS.projectionBytes} bytes, nested no deeper than a run can keep`;
  return `the output of ${taskId} has ${outputBytes ?? 'too many'} bytes; ${limit}`;
}
