// The scope of a run for expressions. Artifacts are found by name: `tasks.pack.artifacts["app.tgz"].digest`.
import type { SettledTask } from '@dome/contracts';

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
      },
    ]),
  );
}
