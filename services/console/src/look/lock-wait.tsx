// What a job waits for, with a way to whoever holds it.
import type { LockHolder, LockView } from '@dome/contracts/portable';

import { routeText } from '../route/route.ts';
import { holderTask, restText } from '../state/held-runs.ts';
import type { SeenWait } from '../state/held-runs.ts';
import { counted } from './count.ts';

export function LockWaitLine({ task = '', wait }: { readonly task?: string; readonly wait: SeenWait }) {
  const { lock, heldBy } = wait;
  const [first] = heldBy;
  return (
    <p class="waits">
      <span aria-hidden="true">‖</span> {task} waits for <a href={routeText(['fleet'])}>lock {lock}</a>
      {first === undefined ? undefined : (
        <>
          , held by <HolderLink holder={first} />
        </>
      )}
      {restText(wait)}
    </p>
  );
}

const WAITING_SHOWN = 3;

/** Who is kept waiting by a job that holds a lock. */
export function LockHoldLine({ task, lock }: { readonly task: string; readonly lock: LockView }) {
  const { waiting } = lock;
  const more = waiting.length - WAITING_SHOWN;
  return (
    <p>
      {task} holds <a href={routeText(['fleet'])}>lock {lock.lock}</a>;{' '}
      {counted(waiting.length, 'job waits', 'jobs wait')} for it:{' '}
      {waiting.slice(0, WAITING_SHOWN).map((holder, at) => (
        <span key={holder.jobId}>
          {at === 0 ? '' : ', '}
          <HolderLink holder={holder} />
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : ''}
    </p>
  );
}

interface HolderProps {
  readonly holder: Pick<LockHolder, 'runId' | 'jobId'>;
  /** `j` and `k` reach it. */
  readonly isRow?: boolean;
}

/** To the task of the job, and to its run where it is none of a plan. */
export function HolderLink({ holder: { runId, jobId }, isRow }: HolderProps) {
  const task = holderTask({ runId, jobId });
  if (task === undefined)
    return (
      <>
        job{' '}
        <a href={routeText(['runs', runId])} data-row={isRow}>
          {jobId}
        </a>
      </>
    );
  const iteration = jobId.slice(jobId.lastIndexOf('_') + 1);
  return (
    <a href={routeText(['runs', runId, 'tasks', task], new URLSearchParams({ iteration }))} data-row={isRow}>
      {runId}/{task}
    </a>
  );
}
