// The artifacts of a run, and what they are called as files.
import type { Artifact } from '@dome/contracts';
import type { RunState, TaskState } from '@dome/runs';

/** An artifact and the task that made it. */
export interface MadeArtifact extends Artifact {
  readonly runId: string;
  readonly taskId: string;
  readonly iteration: number;
}

export function artifactsOf(state: RunState, tasks: readonly TaskState[]): MadeArtifact[] {
  return tasks.flatMap((task) => {
    if (task.state !== 'settled') return [];
    const { artifacts = [] } = task.settled.value;
    return artifacts.map((artifact) => ({ runId: state.runId, ...task.key, ...artifact }));
  });
}

/** A skill names its artifacts as it likes; as the name of a file, the name leads nowhere else and hides nothing. */
export function safeName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the very characters that must go
  const safe = name.replaceAll(/[/\\:\u0000-\u001f\u007f]/g, '_').replace(/^\.+/, (dots) => '_'.repeat(dots.length));
  return safe === '' ? '_' : safe;
}

/** Of each task only those of its last iteration that has some. */
export function latestOf(made: readonly MadeArtifact[]): MadeArtifact[] {
  const last = new Map<string, number>();
  for (const { taskId, iteration } of made) last.set(taskId, Math.max(iteration, last.get(taskId) ?? 0));
  return made.filter(({ taskId, iteration }) => iteration === last.get(taskId));
}
