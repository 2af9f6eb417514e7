// What a job waits for, with a way to whoever holds it.
import type { LockHolder } from '@dome/contracts/portable';

import { routeText } from '../route/route.ts';
import { holderTask, restText } from '../state/held-runs.ts';
import type { SeenWait } from '../state/held-runs.ts';

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
