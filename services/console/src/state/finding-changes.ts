// How many findings the checks of a round had in their logs, where that is another count than in the round before. Pure.
import type { FindingCounts } from '@dome/client/portable';
import { taskAt } from '@dome/runs/portable';
import type { RunState } from '@dome/runs/portable';

export interface FindingChange {
  readonly taskId: string;
  readonly before: FindingCounts;
  readonly now: FindingCounts;
}

const NONE: FindingCounts = { error: 0, warning: 0, notice: 0, debug: 0 };

/** @param findings by the id of the job */
export const findingChanges = (
  state: RunState,
  iteration: number,
  findings: ReadonlyMap<string, FindingCounts>,
): FindingChange[] =>
  state.shape.checkWaves.flat().flatMap((taskId) => {
    const [before = NONE, now = NONE] = [iteration - 1, iteration].map((at) => {
      const task = taskAt(state, { taskId, iteration: at });
      return task?.state === 'settled' ? (findings.get(task.settled.value.jobId ?? '') ?? NONE) : NONE;
    });
    const isSame = (['error', 'warning', 'notice'] as const).every((level) => before[level] === now[level]);
    return isSame ? [] : [{ taskId, before, now }];
  });
