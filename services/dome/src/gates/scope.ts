// The scope of a run for expressions. Artifacts are found by name: `tasks.pack.artifacts["app.tgz"].digest`.
import { LIMITS } from '@dome/contracts';
import type { SettledTask } from '@dome/contracts';

import { ABSENT } from '../expressions/absent.ts';
import type { Absent } from '../expressions/absent.ts';
import type { Scope } from '../expressions/expression.ts';

export function taskScope(settled: readonly SettledTask[]): Scope {
  return Object.fromEntries(
    settled.map((task) => [
      task.taskId,
      {
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
