import { endedTasks } from '@dome/runs';
import type { RunState, StartedWave } from '@dome/runs';

import type { RunDraft } from '../ports.ts';

/** The wave after this one of the same purpose, or undefined after the last. */
export function followingWave(state: RunState, wave: StartedWave): StartedWave | undefined {
  const { purpose } = wave;
  if (purpose === 'promote') return undefined;
  const waves = purpose === 'check' ? state.shape.checkWaves : state.shape.remedyWaves;
  const tasks = waves[state.waves.filter((one) => one.purpose === purpose).length];
  return tasks === undefined ? undefined : { wave: wave.wave + 1, purpose, tasks };
}

export const firstWave = (state: RunState): RunDraft =>
  waveDraft(state, { wave: 1, purpose: 'check', tasks: state.shape.checkWaves[0] ?? [] });

export function waveDraft(state: RunState, { wave, purpose, tasks }: StartedWave): RunDraft {
  const { runId, iteration } = state;
  return { type: 'dev.dome.run.wave-started.v1', data: { runId, iteration, wave, purpose, tasks: [...tasks] } };
}

/** The workspace of the next iteration: the one that the remedy returned last, else that of this iteration. */
export function nextIteration(state: RunState): RunDraft {
  const { runId } = state;
  const workspace = remedyWorkspace(state) ?? state.workspace;
  return {
    type: 'dev.dome.run.iteration-started.v1',
    data: { runId, iteration: state.iteration + 1, ...(workspace === undefined ? {} : { workspace }) },
  };
}

/** The workspace returned by the last remedy wave that returned one; a wave has at most one writer. */
export function remedyWorkspace(state: RunState): RunState['workspace'] {
  const ends = new Map(endedTasks(state, 'remedy').map(({ key, settled }) => [key.taskId, settled.value]));
  const ran = state.waves.filter(({ purpose }) => purpose === 'remedy').flatMap(({ tasks }) => tasks);
  return ran.flatMap((taskId) => ends.get(taskId)?.workspace ?? []).at(-1);
}
