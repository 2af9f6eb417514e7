import { cutText } from '@dome/contracts';
import type { Promoted, RecordEntry, RunFinished, SettledTask } from '@dome/contracts';
import { byTaskKey, currentEnd, isSettled } from '@dome/runs';
import type { EndedTask, RunState } from '@dome/runs';

import type { RunDraft } from '../ports.ts';
import { EVENT_BYTES_MAX } from './dispatch-step.ts';
import { takeWithin } from './take-within.ts';

type Result = SettledTask['result'];

const WORST_FIRST: readonly Result[] = ['error', 'timeout', 'failure', 'cancellation'];

/** Combines several results: the worst of them, or success if none is bad. */
export function worstResult(tasks: readonly EndedTask[]): Result {
  return WORST_FIRST.find((result) => tasks.some(({ settled }) => settled.value.result === result)) ?? 'success';
}

export interface Finish {
  readonly result: Result;
  readonly reason?: string;
}

export function finishedDraft(state: RunState, { result, reason }: Finish): RunDraft {
  const promoted = promotedBy(state);
  const data: RunFinished = {
    runId: state.runId,
    result,
    ...(reason === undefined ? {} : { reason: cutText(reason, 1_024) }),
    ...(promoted === undefined ? {} : { promoted: [promoted] }),
    ...boundedRecord(recordOf(state)),
  };
  return { type: 'dev.dome.run.finished.v1', data };
}

function promotedBy(state: RunState): Promoted | undefined {
  const promotion = state.promotion?.value;
  const task = state.shape.document.promotion?.task.id;
  if (promotion === undefined || task === undefined) return undefined;
  if (currentEnd(state, task)?.result !== 'success') return undefined;
  return { name: promotion.subject.name, digest: promotion.subject.digest, to: promotion.to };
}

/**
 * The end of a run must fit into one message, however many iterations it had; the oldest entries are also in other
 * events.
 */
function boundedRecord(all: readonly RecordEntry[]): Pick<RunFinished, 'record' | 'recordOmitted'> {
  const record = takeWithin(all.toReversed(), EVENT_BYTES_MAX).toReversed();
  const recordOmitted = all.length - record.length;
  return { record, ...(recordOmitted === 0 ? {} : { recordOmitted }) };
}

/** Every job by the sequence and digest of its terminal event, in the order of iteration and name. */
function recordOf(state: RunState): RecordEntry[] {
  return [...state.tasks.values()]
    .filter(isSettled)
    .toSorted((a, b) => byTaskKey(a.key, b.key))
    .map(({ key, settled }): RecordEntry => {
      const { jobId, result, evidence } = settled.value;
      const job = jobId === undefined ? {} : { jobId };
      const terminal = evidence === undefined ? {} : { sequence: evidence.sequence, digest: evidence.digest };
      return { ...key, ...job, result, ...terminal };
    });
}
