// Events of one run, a second apart, as they are stored.
import { checkEvent, eventOf, sha256Digest } from '@dome/contracts';
import type { EventData } from '@dome/contracts';
import { isRunEvent } from '@dome/runs';
import type { RunEventType, StoredRunEvent } from '@dome/runs';

const at = (ms: number): string => new Date(ms).toISOString();

export const runId = 'release-abcdefgh';

/** A second after the one before it. */
export function stored<Type extends RunEventType>(
  sequence: number,
  type: Type,
  data: Omit<EventData[Type], 'runId'>,
): StoredRunEvent {
  const whole = { runId, ...data } as EventData[Type];
  const of = { source: '/dome/test', subject: runId, timeMs: 1_000 * sequence, runId, id: `e-${sequence}` };
  const event = checkEvent(eventOf({ ...of, type, data: whole }));
  if (!isRunEvent(event)) throw new Error(`${type} is not an event of a run`);
  return { sequence, digest: sha256Digest('something'), event };
}

export const sent = (sequence: number, taskId: string, iteration: number): StoredRunEvent => {
  const jobId = `${runId}_${taskId}_${iteration}`;
  const clocks = { notAfter: at(600_000), settleBy: at(900_000) };
  return stored(sequence, 'dev.dome.run.tasks-dispatched.v1', {
    iteration,
    wave: 1,
    tasks: [{ taskId, iteration, jobId, idempotencyKey: jobId, input: {}, ...clocks }],
  });
};
