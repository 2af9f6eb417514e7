// What tests read from the state of a run.
import { gateAt, taskAt } from '@dome/runs';
import type { RunState } from '@dome/runs';
import type { Decision, SettledTask } from '@dome/contracts';

/** How a task of the first round ended, or undefined. */
export function endOf(state: RunState, taskId: string, iteration = 1): SettledTask | undefined {
  const task = taskAt(state, { taskId, iteration });
  return task?.state === 'settled' ? task.settled.value : undefined;
}

export function finalOf(state: RunState, gate: string, iteration = 1): Decision | undefined {
  const judged = gateAt(state, gate, iteration);
  return judged?.state === 'decided' ? judged.final.value : undefined;
}

/** The digest that people are asked to vote on; empty if nobody is asked. */
export function askedEvidence(state: RunState, gate: string): string {
  const judged = gateAt(state, gate);
  return judged?.state === 'waiting' ? judged.requested.value.evidenceDigest : '';
}
